// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The events that the kernel records for a simulation: those that its rules need, and state events. State events
 * create, destroy or change file descriptors, threads and their credentials.
 *
 * <p>As in Falco, reads and writes are not state events, although one may show that a socket is connected without a
 * visible connect. Nor are context switches, which show a thread's memory and page faults.
 */
public final class EventSelection {
    /** Calls that change a thread or a descriptor although the event table does not say so. */
    private static final Set<String> ALSO_STATE = Set.of(
            "setns unshare setrlimit prlimit getrlimit getcwd setregid bpf capset brk mmap munmap".split(" ", -1));

    /** The machine causes these events, not a process, and they outnumber all others. */
    private static final List<Integer> ON_REQUEST = List.of(EventCodes.SWITCH_E, EventCodes.PAGE_FAULT_E);

    private static final BitSet STATE_CODES = stateCodes();
    private static final EventSelection ALL = new EventSelection(allCodes(), allCodes());
    private static final EventSelection STATE = new EventSelection(STATE_CODES, new BitSet());

    private final BitSet codes;
    private final BitSet data;

    private EventSelection(BitSet codes, BitSet data) {
        this.codes = codes;
        this.data = data;
    }

    /** Every event that the sensor can record, except context switches and page faults, which must be selected. */
    public static EventSelection all() {
        return ALL;
    }

    /** Only state events. */
    public static EventSelection state() {
        return STATE;
    }

    /**
     * The state events, and events of some types.
     *
     * @param codes event codes; an enter code also selects its exit, and vice versa
     * @param data the codes of those of which it matters what processes read and write, and not only that they do
     */
    public static EventSelection of(BitSet codes, BitSet data) {
        BitSet selected = pairs(codes);
        selected.or(STATE_CODES);
        return new EventSelection(selected, pairs(data));
    }

    /** All events of this selection or of another. */
    public EventSelection and(EventSelection other) {
        return new EventSelection(union(codes, other.codes), union(data, other.data));
    }

    private static BitSet union(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    /** Whether events of a code are recorded, if the sensor can record them. */
    public boolean includes(int code) {
        return codes.get(code);
    }

    /** This selection with all events. It matters of no more of them what processes read and write. */
    public EventSelection withAllEvents() {
        return new EventSelection(union(codes, ALL.codes), data);
    }

    /** Whether what is recorded is enough for another selection. */
    public boolean covers(EventSelection other) {
        return covers(codes, other.codes) && covers(data, other.data);
    }

    private static boolean covers(BitSet set, BitSet other) {
        BitSet missing = (BitSet) other.clone();
        missing.andNot(set);
        return missing.isEmpty();
    }

    long[] dataWords() {
        return data.toLongArray();
    }

    /** The selection as a bit set, one bit per code. */
    long[] words() {
        return codes.toLongArray();
    }

    private static BitSet allCodes() {
        BitSet all = new BitSet(EventTable.SIZE);
        all.set(0, EventTable.SIZE);
        ON_REQUEST.forEach(all::clear);
        return all;
    }

    private static BitSet stateCodes() {
        BitSet state = new BitSet(EventTable.SIZE);
        for (EventType type : EventTable.of(FalcoVersion.CURRENT).types()) {
            if (isState(type)) {
                setPair(state, type.code());
            }
        }
        return state;
    }

    private static BitSet pairs(BitSet codes) {
        BitSet pairs = new BitSet(EventTable.SIZE);
        codes.stream().forEach(code -> setPair(pairs, code));
        return pairs;
    }

    private static void setPair(BitSet set, int code) {
        set.set(code & ~1, (code & ~1) + 2);
    }

    private static boolean isState(EventType type) {
        return type.has(EventFlag.MODIFIES_STATE)
                || type.has(EventFlag.CREATES_FD)
                || type.has(EventFlag.DESTROYS_FD)
                || ALSO_STATE.contains(type.name());
    }
}
