package io.kguard.machine;

import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MachineEntry;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import org.jspecify.annotations.Nullable;

/**
 * The machine that events happen on, as far as they and what was known at their start tell. Feed it entries, then each
 * event: {@link #apply} it, let rules judge it if that says so, {@link #finish} it.
 *
 * <p>Nothing but entries and events is read: no file, no clock, no user database of the machine that kguard runs on.
 *
 * <p>Not for use by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Machine implements StateSink {
    private final ThreadTable threads = new ThreadTable();
    private final Containers containers = new Containers();
    private final Users users = new Users();
    private final NetworkInterfaces interfaces = new NetworkInterfaces();
    private final FalcoVersion version;

    @SuppressWarnings("UnusedVariable") // read once the thread table has its bounds
    private final MachineLimits limits;

    private @Nullable MachineEntry description;
    private @Nullable ThreadInfo thread;
    private @Nullable FdInfo fd;

    /** A machine of which nothing is known yet, with Falco's limits. */
    public Machine(FalcoVersion version) {
        this(version, MachineLimits.DEFAULT);
    }

    /** A machine of which nothing is known yet. */
    public Machine(FalcoVersion version, MachineLimits limits) {
        this.version = version;
        this.limits = limits;
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    public void entry(StateEntry entry) {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Lets an event change the machine; what it closes or ends is still there until {@link #finish}.
     *
     * @return whether rules are to see it: not if it is part of the initial state, for state only, or what Falco hides
     */
    public boolean apply(Event event) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Ends what {@link #apply} began: descriptors that were closed go. */
    public void finish(Event event) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** The version of Falco that is imitated. */
    public FalcoVersion version() {
        return version;
    }

    /** The thread of the event that was applied; null if it has none. */
    public @Nullable ThreadInfo thread() {
        return thread;
    }

    /** The descriptor of the event that was applied; null if it has none or it is not known. */
    public @Nullable FdInfo fd() {
        return fd;
    }

    /** The number of the event's descriptor, {@code fd.num}; -1 if it has none. */
    public long fdNumber() {
        return thread == null ? -1 : thread.lastEventFd;
    }

    /** Whether the event changed the name of its descriptor. */
    public boolean fdNameChanged() {
        return false;
    }

    /** The enter event that belongs to the exit event that was applied, if it is one whose enter event is kept. */
    public @Nullable Event enterEvent() {
        return null;
    }

    /** From the enter event to the exit event that was applied, in nanoseconds; 0 if not known. */
    public long latency() {
        return thread == null ? 0 : thread.latency;
    }

    /** When the first event that is no meta event happened, in nanoseconds since the epoch; 0 before it. */
    public long firstTimestamp() {
        return 0;
    }

    /**
     * What a path of the event is relative to.
     *
     * @param dirfd a descriptor of the event's thread, or -100 for its working directory
     * @param path the path; if it is absolute there is no base
     * @return empty, or a path with a slash at its end, or {@link FilePath#UNKNOWN_BASE}
     */
    public String base(long dirfd, String path) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** What the recorder told about the machine; null if nothing. */
    public @Nullable MachineEntry description() {
        return description;
    }

    /** The threads. */
    public ThreadTable threads() {
        return threads;
    }

    /** The containers. */
    public Containers containers() {
        return containers;
    }

    /** The container of the event's thread; null if it is in none or nothing is known of it. */
    public @Nullable Container container() {
        return thread == null || thread.containerId.isEmpty() ? null : containers.get(thread.containerId);
    }

    /** The users and groups. */
    public Users users() {
        return users;
    }

    /** The network interfaces. */
    public NetworkInterfaces interfaces() {
        return interfaces;
    }

    /**
     * Whether an address is the machine's or, for a process in a container, the container's: what {@code fd.lip} and
     * {@code fd.is_server} go by. The halves are as in {@link io.kguard.event.IpAddress}.
     */
    public boolean isLocal(@Nullable ThreadInfo process, boolean ipv6, long high, long low) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Events whose thread could not be kept because {@link MachineLimits#threads} was reached. */
    public long threadsOverLimit() {
        return 0;
    }

    /** Descriptors that could not be kept because {@link MachineLimits#fdsPerProcess} was reached. */
    public long fdsOverLimit() {
        return 0;
    }
}
