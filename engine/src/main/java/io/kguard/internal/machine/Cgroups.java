// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.ArrayList;
import java.util.List;

/** Parses the cgroups of a thread in events. */
final class Cgroups {
    private Cgroups() {}

    /** The entries {@code subsystem=path}, with short subsystem names. An entry without {@code =} ends the list. */
    static List<String> parse(String text) {
        List<String> entries = new ArrayList<>();
        for (String entry : NulList.split(text)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                break;
            }
            entries.add(subsystem(entry.substring(0, equals)) + entry.substring(equals));
        }
        return List.copyOf(entries);
    }

    private static String subsystem(String name) {
        String plain = name.endsWith("_cgroup") ? name.substring(0, name.length() - "_cgroup".length()) : name;
        return switch (plain) {
            case "perf" -> "perf_event";
            case "mem" -> "memory";
            case "io" -> "blkio";
            default -> plain;
        };
    }
}
