// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import io.kguard.event.Param.ParamFormat;
import io.kguard.internal.file.ResourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the resource tables: events, flags and system calls. */
final class TableResources {
    private static final String SINCE = ":since=";

    private TableResources() {}

    /** The types by their codes; null where a version has none. */
    static @Nullable EventType[] eventTypes(FalcoVersion version) {
        @Nullable EventType[] types = new @Nullable EventType[EventTable.SIZE];
        Map<String, Param> known = new ConcurrentHashMap<>();
        Map<String, Set<EventFlag>> knownFlags = new HashMap<>();
        for (String[] row : ResourceTable.rows(TableResources.class, "events.tsv", 9)) {
            if (row.length > 8 && !version.atLeast(FalcoVersion.of(row[8]))) {
                continue;
            }
            boolean exitsOnly = !version.hasEnterEvents();
            int code = Integer.parseInt(row[0]);
            String[] category = row[3].split("\\|", -1);
            String flags = exitsOnly && !row[7].isEmpty() ? row[7] : row[4];
            String params = exitsOnly && !row[6].isEmpty() ? row[6] : row[5];
            types[code] = new EventType(
                    code,
                    row[1],
                    category[0],
                    category.length > 1 ? category[1] : "",
                    knownFlags.computeIfAbsent(flags, TableResources::eventFlags),
                    () -> params(params, version, known));
        }
        return types;
    }

    private static Set<EventFlag> eventFlags(String text) {
        return split(text, "\\|").stream().map(EventFlag::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads parameters; one that came later ends with {@code :since=VERSION}.
     *
     * @param known parameters by their texts: most events have some that others have, too
     */
    private static List<Param> params(String text, FalcoVersion version, Map<String, Param> known) {
        List<Param> params = new ArrayList<>();
        for (String param : split(text, ";")) {
            int since = param.indexOf(SINCE);
            if (since < 0) {
                params.add(known.computeIfAbsent(param, p -> param(p, version)));
            } else if (version.atLeast(FalcoVersion.of(param.substring(since + SINCE.length())))) {
                params.add(param(param.substring(0, since), version));
            }
        }
        return params;
    }

    /** Reads {@code name:TYPE:FORMAT} with {@code :flags=TABLE}, {@code :dirfd=N}, {@code :dyn=TYPE-FORMAT/...}. */
    private static Param param(String text, FalcoVersion version) {
        String[] parts = text.split(":", -1);
        FlagTable flags = null;
        int dirfd = -1;
        List<Param> variants = new ArrayList<>();
        for (int i = 3; i < parts.length; i++) {
            String value = parts[i].substring(parts[i].indexOf('=') + 1);
            if (parts[i].startsWith("flags=")) {
                flags = FlagTable.of(value, version);
            } else if (parts[i].startsWith("dirfd=")) {
                dirfd = Integer.parseInt(value);
            } else {
                for (String variant : split(value, "/")) {
                    String[] typeAndFormat = variant.split("-", -1);
                    variants.add(new Param(
                            parts[0],
                            ParamType.valueOf(typeAndFormat[0]),
                            ParamFormat.valueOf(typeAndFormat[1]),
                            null,
                            -1,
                            List.of()));
                }
            }
        }
        return new Param(parts[0], ParamType.valueOf(parts[1]), ParamFormat.valueOf(parts[2]), flags, dirfd, variants);
    }

    static Map<String, FlagTable> flagTables(FalcoVersion version) {
        Map<String, List<FlagTable.Entry>> entries = new LinkedHashMap<>();
        for (String[] row : ResourceTable.rows(TableResources.class, "flags.tsv", 4)) {
            if (row.length < 4 || version.atLeast(FalcoVersion.of(row[3]))) {
                entries.computeIfAbsent(row[0], name -> new ArrayList<>())
                        .add(new FlagTable.Entry(Long.parseLong(row[1]), row[2]));
            }
        }
        Map<String, FlagTable> tables = new LinkedHashMap<>();
        entries.forEach((name, list) -> tables.put(name, new FlagTable(name, list)));
        return Map.copyOf(tables);
    }

    static List<Syscall> syscalls() {
        List<Syscall> syscalls = new ArrayList<>();
        for (String[] row : ResourceTable.rows(TableResources.class, "syscalls.tsv", 4)) {
            List<Integer> codes =
                    split(row[2], ";").stream().map(Integer::valueOf).toList();
            FalcoVersion since = row.length < 4 ? FalcoVersion.V0_40 : FalcoVersion.of(row[3]);
            syscalls.add(new Syscall(Integer.parseInt(row[0]), row[1], codes, since));
        }
        return List.copyOf(syscalls);
    }

    static Map<String, Syscall> byName(List<Syscall> syscalls) {
        return syscalls.stream().collect(Collectors.toUnmodifiableMap(Syscall::name, syscall -> syscall));
    }

    static @Nullable Syscall[] byCode(List<Syscall> syscalls) {
        int size = syscalls.stream().mapToInt(Syscall::code).max().orElse(-1) + 1;
        @Nullable Syscall[] byCode = new @Nullable Syscall[size];
        syscalls.forEach(syscall -> byCode[syscall.code()] = syscall);
        return byCode;
    }

    private static List<String> split(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator));
    }
}
