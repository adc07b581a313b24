// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import io.kguard.internal.file.ResourceTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Maps system calls to the events that they produce. The BPF programs look it up by the kernel's number of the call.
 */
final class CallTable {
    private static final EventTable CURRENT = EventTable.of(FalcoVersion.CURRENT);

    /** A row for each system call. */
    static final List<String[]> ROWS = ResourceTable.rows(CallTable.class, "syscall-numbers.tsv", -1);
    /** The column of its {@link Family}, which not every row has. */
    static final int FAMILY = 4;

    private final FalcoVersion falco;
    private final Map<String, Integer> numbers;
    private final ForeignCalls foreign = new ForeignCalls();

    /** Families of events that do not come from system calls. */
    private final List<Family> tracepoints;

    CallTable(FalcoVersion falco, String architecture) {
        this.falco = falco;
        this.numbers = numbers(architecture, foreign);
        this.tracepoints = Arrays.stream(Family.values())
                .filter(Family::isAttached)
                .filter(family -> family.exists(architecture))
                .toList();
    }

    /** The code of a system call's exit event, the newest that this Falco knows; 0 if it has none. */
    static int exitCode(Syscall syscall, FalcoVersion falco) {
        int best = 0;
        EventTable known = EventTable.of(falco);
        for (int code : syscall.eventCodes()) {
            if (code > best && isExitOfToday(code) && known.type(code) != null && falco.atLeast(syscall.since())) {
                best = code;
            }
        }
        return best;
    }

    /** Whether a code is that of an exit event, and of its newest form. */
    static boolean isExitOfToday(int code) {
        EventType type = Objects.requireNonNull(CURRENT.type(code));
        return type.isExit() && !type.has(EventFlag.OLD_VERSION) && !type.has(EventFlag.UNUSED);
    }

    /** Writes the call tables into the settings of the BPF programs. */
    void writeTo(ByteBuffer settings) {
        foreign.writeTo(settings, numbers);
        ByteBuffer table = settings.slice(Layout.SETTINGS_CALLS, Layout.MAX_CALLS * Layout.CALL)
                .order(settings.order());
        for (int number = 0; number < Layout.MAX_CALLS; number++) {
            table.putShort(number * Layout.CALL + Layout.CALL_ENTER_CODE, (short) Layout.ENTER_NONE);
        }
        for (Syscall syscall : Syscall.all()) {
            Integer number = numbers.get(syscall.name());
            if (number == null) {
                continue;
            }
            int at = number * Layout.CALL;
            table.put(at + Layout.CALL_FLAGS, flags(syscall));
            table.put(at + Layout.CALL_WATCH, WatchedCall.of(syscall));
            TakenArguments taken = TakenArguments.of(syscall);
            table.put(at + Layout.CALL_BASE, taken.base());
            table.put(at + Layout.CALL_TAKEN, taken.slots());
            int code = exitCode(syscall, falco);
            Family family = Family.of(code);
            if (code == 0 || family == null) {
                continue;
            }
            table.putShort(at, (short) code);
            table.putShort(at + Layout.CALL_SC, (short) syscall.code());
            table.put(at + Layout.CALL_FAMILY, (byte) family.ordinal());
            table.put(at + Layout.CALL_PARAMS, paramCount(CURRENT, code));
            if (falco.hasEnterEvents()) {
                int enter = code - 1;
                table.putShort(at + Layout.CALL_ENTER_CODE, (short) enter);
                table.put(at + Layout.CALL_ENTER_PARAMS, paramCount(EventTable.of(falco), enter));
            }
        }
    }

    private static byte paramCount(EventTable table, int code) {
        return (byte) Objects.requireNonNull(table.type(code)).paramCount();
    }

    private byte flags(Syscall syscall) {
        Family family = Family.of(exitCode(syscall, falco));
        return family == Family.CLONE || family == Family.EXEC ? Layout.CALL_FLAG_ZERO_ELSEWHERE : 0;
    }

    /** The families that record at least one event of a selection. */
    Set<Family> families(EventSelection selection) {
        EnumSet<Family> families = EnumSet.noneOf(Family.class);
        tracepoints.stream().filter(family -> family.isIn(selection)).forEach(families::add);
        for (Syscall syscall : Syscall.all()) {
            int code = exitCode(syscall, falco);
            Family family = Family.of(code);
            if (numbers.containsKey(syscall.name()) && family != null && selection.includes(code)) {
                families.add(family);
            }
        }
        return families;
    }

    /** The types of the events that can be recorded on this architecture. */
    List<EventType> recordedTypes() {
        TreeSet<Integer> codes = new TreeSet<>(Set.of(EventCodes.PROCEXIT_E));
        tracepoints.forEach(family -> family.codes().forEach(codes::add));
        for (Syscall syscall : Syscall.all()) {
            int code = exitCode(syscall, falco);
            if (numbers.containsKey(syscall.name()) && code != 0 && Family.of(code) != null) {
                codes.add(code);
                if (falco.hasEnterEvents()) {
                    codes.add(code - 1);
                }
            }
        }
        EventTable table = EventTable.of(falco);
        List<EventType> types = new ArrayList<>();
        for (int code : codes) {
            types.add(Objects.requireNonNull(table.type(code)));
        }
        return List.copyOf(types);
    }

    /** The kernel's numbers of system calls, by name. */
    private static Map<String, Integer> numbers(String architecture, ForeignCalls foreign) {
        boolean isX86 = architecture.equals("x86_64");
        int column = isX86 ? 1 : 2;
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String[] columns : ROWS) {
            if (!columns[column].isEmpty()) {
                int number = Integer.parseInt(columns[column]);
                numbers.put(columns[0], number);
                if (isX86) {
                    foreign.add(columns[3], number);
                }
            }
        }
        return numbers;
    }
}
