// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.file.ResourceTable;
import io.kguard.lint.ConstantChecks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is so on the machines that rules are for: rows of a table, and of lint's table of names. */
final class RealMachines {
    private static final String PROCESSES = "/proc/";
    private static final int MOST_CONTINUED = 3;

    private static final Set<String> FOLDERS = new HashSet<>();
    private static final TreeSet<String> FILES = new TreeSet<>();
    private static final Map<String, String> PROGRAMS = new HashMap<>();
    private static final Map<String, String> ACCOUNTS = new HashMap<>();
    private static final Map<String, String> NUMBERS = new HashMap<>();

    static {
        List<String[]> rows = new ArrayList<>(ResourceTable.rows(RealMachines.class, "real-machines.tsv", 3));
        rows.addAll(ResourceTable.rows(ConstantChecks.class, "known-names.tsv", 2));
        for (String[] row : rows) {
            switch (row[0]) {
                case "folder" -> FOLDERS.add(row[1]);
                case "file" -> FILES.add(row[1]);
                case "program" -> PROGRAMS.putIfAbsent(row[1], row.length > 2 ? row[2] : "/usr/bin/" + row[1]);
                case "account" -> {
                    ACCOUNTS.put(row[1], row[2]);
                    NUMBERS.put(row[2], row[1]);
                }
                default -> {} // names that derive does not need
            }
        }
        for (String path : FILES) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                FOLDERS.add(path.substring(0, slash));
            }
        }
        FILES.removeAll(FOLDERS);
    }

    private RealMachines() {}

    static boolean isFolder(String path) {
        return FOLDERS.contains(own(path));
    }

    static boolean isFile(String path) {
        return FILES.contains(own(path));
    }

    /** Whether a path can be there: no folder of it is a file, and the kernel has made it if only the kernel can. */
    static boolean canBe(String path) {
        String own = own(path);
        for (int slash = own.lastIndexOf('/'); slash > 0; slash = own.lastIndexOf('/', slash - 1)) {
            if (FILES.contains(own.substring(0, slash))) {
                return false;
            }
        }
        boolean ofKernel = own.startsWith("/proc/") || own.startsWith("/sys/");
        return !ofKernel || FILES.contains(own) || FOLDERS.contains(own);
    }

    /** A path of this process where one is of another process. */
    private static String own(String path) {
        if (!path.startsWith(PROCESSES)) {
            return path;
        }
        int end = PROCESSES.length();
        while (end < path.length() && Character.isDigit(path.charAt(end))) {
            end++;
        }
        boolean isNumber = end > PROCESSES.length() && (end == path.length() || path.charAt(end) == '/');
        return isNumber ? PROCESSES + "self" + path.substring(end) : path;
    }

    /** Files that are on machines and whose path begins so. */
    static List<String> filesBeginning(String start) {
        return FILES.tailSet(start).stream()
                .takeWhile(file -> file.startsWith(start))
                .limit(MOST_CONTINUED)
                .toList();
    }

    static boolean isProgram(String name) {
        return PROGRAMS.containsKey(name);
    }

    /** The path of the program that has a name in the kernel. */
    static String program(String name) {
        return PROGRAMS.getOrDefault(name, "/usr/bin/" + name);
    }

    /** The number of an account; null if machines number it differently. */
    static @Nullable String number(String account) {
        return ACCOUNTS.get(account);
    }

    /** The account of a number; null if none is known. */
    static @Nullable String account(String number) {
        return NUMBERS.get(number);
    }
}
