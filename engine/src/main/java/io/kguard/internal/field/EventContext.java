// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.MalformedEventException;
import io.kguard.event.ParamType;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.machine.ThreadInfo;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceEventException;
import io.kguard.internal.source.SourcePlugin;
import io.kguard.internal.source.SourcePlugin.FoundValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of fields: the event under evaluation and the machine after it, with registers that receive the values.
 * There is one per engine, which is moved from event to event.
 *
 * <p>Not thread-safe.
 */
public final class EventContext {
    private static final int MAX_PARAMS = 64;
    private static final int MOST_ANCESTORS = 1024;

    private Event event;
    private final Machine machine;
    private final HostNames hostNames;
    private final EventSources sources;
    private boolean writing;
    private final @Nullable ThreadInfo[] ancestors = new @Nullable ThreadInfo[MOST_ANCESTORS];
    private int ancestorCount;
    private long ancestorsView = -1;
    private final String[] arguments = new String[MAX_PARAMS];
    private final long[] argumentViews = new long[MAX_PARAMS];
    private String allArguments = "";
    private long allArgumentsView = -1;
    private @Nullable JsonValue document;
    private @Nullable DocumentSource documentSource;
    private long documentView = -1;
    private List<FoundValues> found = List.of();
    private long foundView = -1;
    private final Repeats repeats = new Repeats();
    private final Map<Object, long[]> counters = new HashMap<>();
    private long number;
    private ParamType rawType = ParamType.INT64;
    private String text = "";
    private double real;
    private int addressFamily;
    private long addressHigh;
    private long addressLow;
    private final ListValue list = new ListValue();

    /**
     * A context for an event view and the machine that the events are applied to. The view may be wrapped again before
     * each evaluation.
     */
    public EventContext(Event event, Machine machine) {
        this(event, machine, HostNames.NONE, EventSources.BUILT_IN);
    }

    /**
     * A context.
     *
     * @param hostNames names for addresses
     * @param sources the sources of the events
     */
    public EventContext(Event event, Machine machine, HostNames hostNames, EventSources sources) {
        this.event = event;
        this.machine = machine;
        this.hostNames = hostNames;
        this.sources = sources;
        Arrays.fill(argumentViews, -1);
    }

    /** The event. */
    public Event event() {
        return event;
    }

    /** Moves to an event. */
    public void event(Event next) {
        event = next;
    }

    /** Moves to an event of another source that was written. Its JSON need not be parsed again. */
    public void event(Event next, JsonValue read) {
        event = next;
        document = read;
        documentView = next.view();
        note(Objects.requireNonNull(sources.documents(next)), read);
    }

    private void note(DocumentSource source, JsonValue of) {
        documentSource = source;
        repeats.add(source.repeated(of), event.timestamp());
    }

    /** The sources of the events. */
    public EventSources sources() {
        return sources;
    }

    /** The source of the event; null for an unknown plugin. */
    public @Nullable EventSource source() {
        return sources.of(event);
    }

    /** The source of the last {@link #document}. */
    DocumentSource documentSource() {
        return Objects.requireNonNull(documentSource);
    }

    /** When events repeated earlier ones. */
    Repeats repeats() {
        return repeats;
    }

    /**
     * The document of an event of another source than system calls, parsed once per event; null for other events.
     *
     * @throws MalformedEventException if it should be JSON and is not
     */
    @Nullable
    JsonValue document() {
        if (documentView != event.view()) {
            documentView = event.view();
            document = null;
            DocumentSource source = sources.documents(event);
            if (source != null) {
                try {
                    document = source.document(event.bytes(1));
                } catch (JsonException | SourceEventException e) {
                    throw new MalformedEventException(event + " holds " + e.getMessage());
                }
                note(source, document);
            }
        }
        return document;
    }

    /** What the plugin of the event's source finds for a field; all its fields are asked for at once, and once per event. */
    FoundValues found(SourcePlugin plugin, int place) {
        if (foundView != event.view() || place >= found.size()) {
            DocumentSource source = sources.documents(event);
            found = source == null || source.plugin() != plugin ? List.of() : plugin.values(event);
            foundView = event.view();
        }
        return place < found.size() ? found.get(place) : FoundValues.None.NONE;
    }

    /** The machine. */
    public Machine machine() {
        return machine;
    }

    /** The event's thread, or null if it has none. */
    public @Nullable ThreadInfo thread() {
        return machine.thread();
    }

    /** Whether the event concerns a descriptor that is known. */
    public boolean hasDescriptor() {
        return FdFields.info(this) != null;
    }

    /** The event's descriptor, or null if it has none or it is unknown. */
    public @Nullable FdInfo fd() {
        return machine.fd();
    }

    /**
     * Whether an output is being written. In Falco's outputs some fields change what others show. Conditions do not
     * have this effect, so their results do not depend on the order of evaluation.
     */
    boolean isWriting() {
        return writing;
    }

    void writing(boolean now) {
        writing = now;
        if (!now) {
            machine.showEventFd();
        }
    }

    HostNames hostNames() {
        return hostNames;
    }

    /** The number of ancestors of the event's process. */
    int ancestors() {
        if (ancestorsView != event.view()) {
            ThreadInfo thread = thread();
            ancestorCount = thread == null ? 0 : thread.ancestors(ancestors);
            ancestorsView = event.view();
        }
        return ancestorCount;
    }

    /** One of the {@link #ancestors}; the parent is the first. */
    ThreadInfo ancestor(int index) {
        return Objects.requireNonNull(ancestors[index]);
    }

    /** A parameter in the form of {@code evt.arg}, formatted once per event. */
    String argument(int index) {
        long view = event.view();
        if (argumentViews[index] != view) {
            arguments[index] = ParamText.of(this, index);
            argumentViews[index] = view;
        }
        return arguments[index];
    }

    /** All parameters in the form of {@code evt.args}, formatted once per event. */
    String arguments() {
        if (allArgumentsView != event.view()) {
            allArguments = ParamText.all(this);
            allArgumentsView = event.view();
        }
        return allArguments;
    }

    /** The state of a field across events: three numbers, initially 0. */
    long[] counters(Object owner) {
        return counters.computeIfAbsent(owner, key -> new long[3]);
    }

    /** The loaded number; a BOOL is 0 or 1. */
    public long number() {
        return number;
    }

    /** The type of the loaded parameter of {@code evt.rawarg}, which may differ from the field's. */
    public ParamType rawType() {
        return rawType;
    }

    /** The loaded string or bytes, Latin-1, one char per byte. A string ends before its first NUL. */
    public String text() {
        return text;
    }

    /** The loaded floating-point number. */
    public double real() {
        return real;
    }

    /** The family of the loaded address, 4 or 6. */
    public int addressFamily() {
        return addressFamily;
    }

    /** The first 8 bytes of a loaded IPv6 address as a big-endian number; 0 for IPv4. */
    public long addressHigh() {
        return addressHigh;
    }

    /** The last 8 bytes of a loaded IPv6 address, or the 4 bytes of an IPv4 one, as an unsigned big-endian number. */
    public long addressLow() {
        return addressLow;
    }

    /** The loaded list. */
    public ListValue list() {
        return list;
    }

    boolean found(@Nullable String value) {
        if (value == null) {
            return false;
        }
        text = value;
        return true;
    }

    boolean found(long value) {
        number = value;
        return true;
    }

    boolean found(long value, ParamType type) {
        number = value;
        rawType = type;
        return true;
    }

    boolean found(String value, ParamType type) {
        text = value;
        rawType = type;
        return true;
    }

    boolean found(boolean value) {
        number = value ? 1 : 0;
        return true;
    }

    boolean found(double value) {
        real = value;
        return true;
    }

    boolean foundAddress(int family, long high, long low) {
        addressFamily = family;
        addressHigh = high;
        addressLow = low;
        return true;
    }
}
