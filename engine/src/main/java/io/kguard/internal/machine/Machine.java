// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.MachineEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.event.StateSink;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which events happen, as far as its initial state and events show it. Pass it the entries, then each
 * event: call {@link #apply}, evaluate rules if that returns true, and call {@link #finish}.
 *
 * <p>It reads only entries and events: no file, no clock, no user database of the machine that kguard runs on.
 *
 * <p>Not thread-safe.
 */
public final class Machine implements StateSink {
    /** How events reach Falco, because Falco 0.40 knows less of a machine in a replay. */
    public enum View {
        LIVE,
        REPLAY
    }

    /** The id of the thread of an event that no thread made. */
    private static final long NO_THREAD_ID = -1;

    private static final int AT_FDCWD = -100;

    final ThreadTable threads = new ThreadTable();
    final Containers containers = new Containers();
    final KubernetesObjects kubernetes = new KubernetesObjects();
    final Users users = new Users();
    final NetworkInterfaces interfaces = new NetworkInterfaces();
    final MachineLimits limits;

    private @Nullable MachineEntry description;
    private @Nullable FdInfo fd;
    private boolean fdNameChanged;
    private @Nullable FdInfo eventFd;
    private boolean otherFdShown;
    private long fdsOverLimit;
    private long threadsOverLimit;

    private final FalcoVersion version;
    private final EventTraits traits;
    private final boolean exitsOnly;
    private final View view;
    private final Event enterView;
    private final InitialState initialState = new InitialState(this);
    private final ThreadLinks links = new ThreadLinks(this);
    private final ContainerIds containerIds;
    private final EventParsers parsers;
    private final MetaEvents metaEvents;
    private @Nullable ThreadInfo thread;
    /**
     * The thread that ended last, until the next event of a thread. Falco 0.40 finds it when it looks for the thread of an
     * event that has none: it shows a process that exited on the users and groups that go with its container.
     */
    private @Nullable ThreadInfo removed;

    private @Nullable Container told;
    private @Nullable ThreadInfo ended;
    private @Nullable FdTable closedIn;
    private @Nullable FdTable canceledIn;
    private long closedFd;
    private boolean initial = true;
    private boolean enterValid;
    private boolean enterShown;
    private boolean betweenCalls;
    private long firstTimestamp;

    /** An empty machine with Falco's limits, as a replay sees it. */
    public Machine(FalcoVersion version) {
        this(version, MachineLimits.DEFAULT, View.REPLAY);
    }

    /** An empty machine with Falco's limits. */
    public Machine(FalcoVersion version, View view) {
        this(version, MachineLimits.DEFAULT, view);
    }

    /** An empty machine. */
    public Machine(FalcoVersion version, MachineLimits limits, View view) {
        this.version = version;
        this.view = view;
        this.limits = limits;
        this.traits = new EventTraits(version);
        this.exitsOnly = !version.hasEnterEvents();
        this.enterView = new Event(version);
        this.containerIds = new ContainerIds(this);
        this.parsers = new EventParsers(this);
        this.metaEvents = new MetaEvents(this);
    }

    @Override
    public void reset() {
        threads.clear();
        containers.clear();
        kubernetes.clear();
        users.clear();
        interfaces.clear();
        initialState.clear();
        description = null;
        thread = null;
        fd = null;
        told = null;
        ended = null;
        removed = null;
        closedIn = null;
        canceledIn = null;
        initial = true;
    }

    @Override
    public void entry(StateEntry entry) {
        initialState.add(entry);
        if (!initial) {
            initialState.complete();
        }
    }

    /**
     * Applies an event. Closed descriptors and ended threads stay available until {@link #finish}.
     *
     * @return whether rules may see the event; false if it is part of the initial state, only changes state, or is
     *     hidden by Falco
     * @throws io.kguard.event.MalformedEventException if it can't be decoded, because the JSON of a container or of a
     *     Kubernetes object is invalid
     */
    public boolean apply(Event event) {
        if (ended != null || closedIn != null || canceledIn != null) {
            finish();
        }
        thread = null;
        fd = null;
        told = null;
        otherFdShown = false;
        enterValid = false;
        enterShown = false;
        fdNameChanged = false;
        betweenCalls = false;
        int code = event.code();
        int trait = traits.of(code);
        if (initial) {
            if ((trait & EventTraits.INITIAL) != 0) {
                metaEvents.apply(event);
                thread = null;
                return false;
            }
            initialState.complete();
            initial = false;
        }
        if ((trait & (EventTraits.META | EventTraits.META_CATEGORY | EventTraits.NO_THREAD)) != 0) {
            return withoutThread(event, trait) && !event.stateOnly();
        }
        removed = null;
        if (firstTimestamp == 0) {
            firstTimestamp = event.timestamp();
        }
        ThreadInfo actor = threads.get(event.tid());
        if (actor == null) {
            actor = (trait & EventTraits.KNOWN_THREAD_ONLY) == 0 ? links.unknown(event.tid()) : null;
        }
        thread = actor;
        if ((trait & EventTraits.CLONE) != 0) {
            if (actor != null) {
                beginExit(event, code, actor);
            }
            parsers.clone(event, actor);
        } else if (actor != null) {
            if (code == EventCodes.SWITCH_E) {
                parsers.parse(event, code, actor); // it may come between the enter and exit of a call
            } else if ((code & 1) == 0) {
                enter(event, code, trait, actor);
            } else {
                exit(event, code, trait, actor);
            }
        }
        return !event.stateOnly() && !(exitsOnly && (code & 1) == 0 && isSyscall(event));
    }

    /**
     * Whether an event of a type changes nothing that outlives it, but that its thread is known from then on. {@link #pass} does
     * that. Only where enter events are part of their exit events: else these pair with them.
     */
    public boolean isIdle(int code) {
        return exitsOnly
                && (code & 1) != 0
                && (traits.of(code) & EventTraits.MORE_THAN_A_CALL) == 0
                && parsers.isIdle(code);
    }

    /** Whether {@link #pass} may be called: the initial state is complete. */
    public boolean isRunning() {
        return !initial;
    }

    /** Applies an event of an idle type that rules need not see, instead of {@link #apply} and {@link #finish}. */
    public void pass(long tid) {
        if (threads.get(tid) == null) {
            links.unknown(tid);
        }
    }

    private boolean withoutThread(Event event, int trait) {
        if ((trait & EventTraits.META) != 0) {
            if (event.code() == EventCodes.PLUGINEVENT_E && firstTimestamp == 0) {
                firstTimestamp = event.timestamp();
            }
            boolean shown = metaEvents.apply(event);
            if (thread == null && event.tid() == NO_THREAD_ID) {
                thread = removed;
                betweenCalls = removed != null;
            }
            return shown;
        }
        thread = threads.get(event.tid()); // for fields; the event is not a call of this thread and does not change it
        betweenCalls = true;
        return true;
    }

    private static boolean isSyscall(Event event) {
        return event.type().source().equals("SYSCALL");
    }

    private void enter(Event event, int code, int trait, ThreadInfo actor) {
        actor.lastEventFd = -1;
        actor.lastEventCode = code;
        actor.latency = 0;
        actor.enterTimestamp = event.timestamp();
        if ((trait & EventTraits.USES_FD) != 0) {
            int index = traits.fdIndex(code);
            if (index >= 0 && event.has(index)) {
                actor.lastEventFd = event.number(index);
                fd = actor.fd(actor.lastEventFd);
            }
        }
        if ((trait & EventTraits.STORED) != 0) {
            store(event, actor);
        }
        parsers.parse(event, code, actor);
    }

    /** Keeps an enter event until its exit event. */
    void store(Event event, ThreadInfo actor) {
        StoredEvent stored = actor.enter;
        if (stored == null) {
            stored = threads.spareEvent();
            actor.enter = stored;
        }
        stored.store(event);
    }

    private void exit(Event event, int code, int trait, ThreadInfo actor) {
        beginExit(event, code, actor);
        if ((trait & EventTraits.USES_FD) != 0) {
            if (actor.lastEventFd == -1 || hasAllAtExit(code)) {
                int index = traits.fdIndex(code);
                if (index >= 0 && event.valueLength(index) == 8) {
                    actor.lastEventFd = event.number(index);
                }
            }
            fd = actor.fd(actor.lastEventFd);
            endCanceledClose(actor);
        }
        parsers.parse(event, code, actor);
        if (fd == null && (trait & EventTraits.FD) != 0) {
            fd = actor.fd(actor.lastEventFd);
        }
    }

    /** Calls for which only the exit event has the descriptor, whatever their enter event was. */
    private static boolean hasAllAtExit(int code) {
        return code == EventCodes.COPY_FILE_RANGE_X
                || code == EventCodes.SENDMMSG_X
                || code == EventCodes.RECVMMSG_X
                || code == EventCodes.GETSOCKOPT_X
                || code == EventCodes.FCHMOD_X
                || code == EventCodes.FCHOWN_X;
    }

    /** Keeps the descriptor that was being closed when this one reused its number, until this one is used. */
    private void endCanceledClose(ThreadInfo actor) {
        FdInfo used = fd;
        FdTable table = actor.fds();
        if (used != null && table != null && used.canceledClose()) {
            used.canceledClose(false);
            canceledIn = table;
        }
    }

    private void beginExit(Event event, int code, ThreadInfo actor) {
        if (actor.enterTimestamp != 0) {
            actor.latency = event.timestamp() - actor.enterTimestamp;
        }
        int entered = actor.lastEventCode;
        enterValid = code == entered + 1 || isExecveAfterExecveat(code, entered);
        if (!enterValid) {
            actor.lastEventFd = -1;
        }
    }

    /** A successful execveat ends as an execve. */
    private static boolean isExecveAfterExecveat(int code, int entered) {
        return entered == EventCodes.EXECVEAT_E && (code == EventCodes.EXECVE_X || code == EventCodes.EXECVE_18_X);
    }

    /** Completes {@link #apply}: removes closed descriptors and ended threads. */
    public void finish(Event event) {
        if (thread != null && thread.enter != null && (event.code() & 1) != 0 && isEnterForgotten(event)) {
            thread.enter.forget();
        }
        finish();
    }

    /**
     * Whether a kept enter event goes with an exit event. In a replay Falco forgets it with exit events that rules see, and
     * takes it for the enter event of a later call of the same kind otherwise.
     */
    private boolean isEnterForgotten(Event exit) {
        return view == View.LIVE || !exit.stateOnly();
    }

    private void finish() {
        FdTable table = closedIn;
        if (table != null) {
            table.remove(closedFd);
            closedIn = null;
        }
        if (canceledIn != null) {
            canceledIn.remove(FdTable.CANCELED);
            canceledIn = null;
        }
        ThreadInfo gone = ended;
        if (gone != null) {
            ended = null;
            links.remove(gone);
            removed = exitsOnly ? null : gone;
        }
    }

    void closeAfterwards(FdTable table, long number) {
        closedIn = table;
        closedFd = number;
    }

    void removeAfterwards(ThreadInfo gone) {
        ended = gone;
    }

    void thread(@Nullable ThreadInfo actor) {
        thread = actor;
    }

    /** Makes a descriptor that of the current event, whatever it was before. */
    void fd(@Nullable FdInfo of) {
        fd = of;
    }

    void fdNameChanged(boolean changed) {
        fdNameChanged = changed;
    }

    void describe(@Nullable MachineEntry entry) {
        description = entry;
    }

    /** Adds a descriptor to the table of a thread's process. It becomes the event's descriptor. */
    void addFd(ThreadInfo actor, long number, FdInfo info) {
        actor.lastEventFd = number;
        FdTable table = actor.fds();
        fd = table != null && keepFd(table, number, info) ? info : null;
        fdNameChanged = !info.name.isEmpty();
    }

    /** Adds a copy of a descriptor. It becomes the event's descriptor, and closes or not when the process executes a program. */
    void addFdCopy(ThreadInfo actor, long number, FdInfo of, boolean closing) {
        addFd(actor, number, of.copy());
        fdNameChanged = false;
        if (fd != null && closesOnExec()) {
            fd.closeOnExec(closing);
        }
    }

    /** Puts a descriptor into a table; false if that is full. */
    boolean keepFd(FdTable table, long number, FdInfo info) {
        boolean kept = table.put(number, info, limits.fdsPerProcess());
        if (!kept) {
            fdsOverLimit++;
        }
        return kept;
    }

    void countThreadOverLimit() {
        threadsOverLimit++;
    }

    ThreadLinks links() {
        return links;
    }

    ContainerIds containerIds() {
        return containerIds;
    }

    /** The version of Falco to imitate. */
    public FalcoVersion version() {
        return version;
    }

    /** The thread of the current event, or null if it has none. */
    public @Nullable ThreadInfo thread() {
        return thread;
    }

    /** The descriptor of the current event, or null if it has none or the descriptor is unknown. */
    public @Nullable FdInfo fd() {
        return fd;
    }

    /** The number of the event's descriptor, {@code fd.num}; -1 if it has none. */
    public long fdNumber() {
        return thread == null ? -1 : thread.lastEventFd;
    }

    /** Whether the event changed the name of its descriptor. */
    public boolean fdNameChanged() {
        return fdNameChanged;
    }

    /** The kept enter event of the current exit event, or null. */
    public @Nullable Event enterEvent() {
        if (!enterValid || thread == null || thread.enter == null || !thread.enter.isKept()) {
            return null;
        }
        if (!enterShown) {
            thread.enter.show(enterView);
            enterShown = true;
        }
        return enterView.code() == thread.lastEventCode ? enterView : null;
    }

    /** Whether the enter event of the current exit event was seen. */
    boolean enterSeen() {
        return enterValid;
    }

    /** The time between the enter event and the current exit event, in nanoseconds; 0 if unknown. */
    public long latency() {
        return thread == null || betweenCalls ? 0 : thread.latency;
    }

    /** The time of the first event that is not a meta event, in nanoseconds since the epoch; 0 before it. */
    public long firstTimestamp() {
        return firstTimestamp;
    }

    /**
     * The base of a relative path of the event.
     *
     * @param dirfd a descriptor of the event's thread, or -100 for its working directory
     * @param path the path; an absolute path has no base
     * @return empty, or a path with a slash at its end, or {@link FilePath#UNKNOWN_BASE}
     */
    public String base(long dirfd, String path) {
        ThreadInfo actor = thread;
        if (FilePath.isAbsolute(path)) {
            return "";
        }
        if (actor == null) {
            return FilePath.UNKNOWN_BASE;
        }
        if (dirfd == AT_FDCWD) {
            return actor.cwd();
        }
        FdInfo directory = actor.fd(dirfd);
        if (directory == null) {
            return FilePath.UNKNOWN_BASE;
        }
        String name = directory.name();
        return name.isEmpty() || name.endsWith("/") ? name : name + "/";
    }

    /**
     * Makes another descriptor of the thread the event's descriptor. Falco does so when it computes {@code evt.abspath}
     * from a directory: descriptor fields computed afterwards show that directory.
     */
    public void showFd(long number) {
        ThreadInfo actor = thread;
        if (actor != null) {
            if (!otherFdShown) {
                eventFd = fd;
                otherFdShown = true;
            }
            FdInfo shown = actor.fd(number);
            fd = shown != null ? shown : actor.fd(actor.lastEventFd);
        }
    }

    /** Restores the event's own descriptor. */
    public void showEventFd() {
        if (otherFdShown) {
            fd = eventFd;
            otherFdShown = false;
        }
    }

    /** When the machine booted, in nanoseconds since the epoch; 0 if unknown. Falco does not read it from a capture. */
    long bootTimestamp() {
        return description == null || view == View.REPLAY ? 0 : description.bootTimestamp();
    }

    /** The machine's name; empty if unknown. Falco does not read it from a capture. */
    public String hostname() {
        return description == null || view == View.REPLAY ? "" : description.hostname();
    }

    /** A thread by id, or null if unknown. */
    public @Nullable ThreadInfo thread(long tid) {
        return threads.get(tid);
    }

    /** Passes all threads to an action, in no particular order. */
    public void forEachThread(Consumer<? super ThreadInfo> action) {
        threads.forEach(action);
    }

    /** The container with a short id, or null if none is known. */
    public @Nullable Container container(String id) {
        return containers.get(id);
    }

    /** Makes users of a container known. */
    public void containerUsers(String containerId, List<UserEntry> known) {
        known.forEach(user -> users.put(containerId, user));
    }

    /**
     * The container that the event describes, or that of its thread; null if the container is unknown. A thread in no
     * container has none in Falco 0.40, and {@link Container#HOST} since.
     */
    public @Nullable Container container() {
        if (told != null) {
            return told;
        }
        if (thread == null) {
            return null;
        }
        if (thread.containerId.isEmpty()) {
            return hasContainerPlugin() ? Container.HOST : null;
        }
        return containers.get(thread.containerId);
    }

    /** Whether Falco forgets the descriptors that close when a process executes a program. */
    boolean closesOnExec() {
        return version.atLeast(FalcoVersion.V0_44);
    }

    /** Whether containers come from Falco's container plugin, and not from Falco itself. */
    boolean hasContainerPlugin() {
        return version.atLeast(FalcoVersion.V0_41);
    }

    /** Shows a container for this event, which describes it. */
    void tellOf(Container container) {
        told = container;
    }

    /** An object that the plugin {@code k8smeta} reported; null if it did not. */
    public @Nullable KubernetesObject kubernetesObject(KubernetesObject.Kind kind, String uid) {
        return kubernetes.get(kind, uid);
    }

    /** Whether the plugin {@code k8smeta} reported any object, even if it is gone by now. */
    public boolean isKubernetesTold() {
        return kubernetes.isTold();
    }

    /** The pod of the event's thread, or null if it is in none or the plugin {@code k8smeta} did not report it. */
    public @Nullable KubernetesObject pod() {
        return thread == null || thread.podUid.isEmpty()
                ? null
                : kubernetes.get(KubernetesObject.Kind.POD, thread.podUid);
    }

    public Users users() {
        return users;
    }

    /**
     * Whether an address is the machine's or, for a process in a container, the container's: the basis of
     * {@code fd.lip} and {@code fd.is_server}. Falco does not know IPv6 addresses of containers. The halves are as in
     * {@link io.kguard.event.IpAddress}.
     */
    public boolean isLocal(@Nullable ThreadInfo process, boolean ipv6, long high, long low) {
        if (process != null && !process.containerId.isEmpty()) {
            if (ipv6) {
                return false;
            }
            Container container = containers.get(process.containerId);
            if (isOfContainer(container, (int) low)) {
                return true;
            }
            if (version.atLeast(FalcoVersion.V0_43)
                    && (container == null || container.address().isEmpty())) {
                return false;
            }
        }
        return interfaces.isLocal(ipv6, high, low);
    }

    /** A container whose address is unknown may have that of any; Falco 0.40 knows no address of one that is unknown itself. */
    private boolean isOfContainer(@Nullable Container container, int address) {
        if (container == null ? !hasContainerPlugin() : container.ip() != 0) {
            return container != null && container.ip() == address;
        }
        for (Container other : containers.all()) {
            if (other.ip() == address) {
                return true;
            }
        }
        return false;
    }

    /** The number of events whose thread was not kept because {@link MachineLimits#threads} was reached. */
    public long threadsOverLimit() {
        return threadsOverLimit;
    }

    /** The number of descriptors that were not kept because {@link MachineLimits#fdsPerProcess} was reached. */
    public long fdsOverLimit() {
        return fdsOverLimit;
    }

    /**
     * How much of a machine is kept in memory.
     *
     * @param threads the most threads; an event of a further one has no thread
     * @param fdsPerProcess the most descriptors of a process; further ones are unknown
     */
    public record MachineLimits(int threads, int fdsPerProcess) {
        /** Falco's limits. */
        public static final MachineLimits DEFAULT = new MachineLimits(262_144, 4096);

        public MachineLimits {
            if (threads < 1 || fdsPerProcess < 1) {
                throw new IllegalArgumentException("limits of a machine must be positive, not " + threads
                        + " threads and " + fdsPerProcess + " descriptors");
            }
        }
    }
}
