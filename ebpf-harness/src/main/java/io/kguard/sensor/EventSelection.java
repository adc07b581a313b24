package io.kguard.sensor;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events the kernel records. What state is made of is always part of it: types that create, destroy or change file
 * descriptors, threads and their credentials.
 */
public final class EventSelection {
    /** Calls that change a thread or a descriptor although the event table does not say so. */
    private static final Set<String> ALSO_STATE =
            Set.of("setns", "unshare", "setrlimit", "prlimit", "getrlimit", "getcwd", "setregid", "bpf", "capset");

    private static final EventSelection ALL = new EventSelection(null);

    private final @Nullable BitSet codes;

    private EventSelection(@Nullable BitSet codes) {
        this.codes = codes;
    }

    /** Every event that the sensor can record. */
    public static EventSelection all() {
        return ALL;
    }

    /**
     * Events of some types, enter or exit, and those that state is made of.
     *
     * @param codes event codes; an enter code selects its exit too and the other way round
     */
    public static EventSelection of(Collection<Integer> codes) {
        BitSet selected = new BitSet(EventTable.SIZE);
        for (int code : codes) {
            selected.set(code & ~1);
        }
        for (EventType type : EventTable.of(FalcoVersion.CURRENT).types()) {
            if (isState(type)) {
                selected.set(type.code() & ~1);
            }
        }
        return new EventSelection(selected);
    }

    /** Whether events of a code are recorded, as far as the sensor is able to. */
    public boolean includes(int code) {
        return codes == null || codes.get(code & ~1);
    }

    private static boolean isState(EventType type) {
        return type.has(EventFlag.MODIFIES_STATE)
                || type.has(EventFlag.CREATES_FD)
                || type.has(EventFlag.DESTROYS_FD)
                || ALSO_STATE.contains(type.name());
    }
}
