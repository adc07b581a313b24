// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.internal.file.ResourceTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What exists on machines and in clusters by a name, and the name that a misspelled one is a single change away from. */
final class KnownNames {
    /** A shorter name has too many others beside it. */
    private static final int SHORTEST = 5;

    static final KnownNames FILES;
    static final KnownNames PROGRAMS;
    static final KnownNames NAMESPACES;
    /** The ends of paths, from one of their slashes or behind it. */
    static final KnownNames ENDS;
    /** Paths with which others begin: files, and folders with a slash at their end. */
    static final KnownNames BEGINNINGS;

    // this class is first used when lint meets a value
    static {
        Map<String, Set<String>> kinds = new HashMap<>();
        for (String[] row : ResourceTable.rows(KnownNames.class, "known-names.tsv", 2)) {
            kinds.computeIfAbsent(row[0], kind -> new TreeSet<>()).add(row[1]);
        }
        Set<String> files = kinds.getOrDefault("file", Set.of());
        Set<String> paths = new TreeSet<>(files);
        Set<String> beginnings = new TreeSet<>(files);
        Set<String> ends = new TreeSet<>(files);
        for (String file : files) {
            for (int slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
                paths.add(file.substring(0, slash));
                beginnings.add(file.substring(0, slash + 1));
                ends.add(file.substring(slash));
                ends.add(file.substring(slash + 1));
            }
        }
        Set<String> others = kinds.getOrDefault("other", Set.of());
        FILES = new KnownNames("file", true, paths, others);
        BEGINNINGS = new KnownNames("path", true, beginnings, others);
        ENDS = new KnownNames("path", false, ends, others);
        PROGRAMS = new KnownNames("program", false, kinds.getOrDefault("program", Set.of()), others);
        NAMESPACES =
                new KnownNames("namespace of Kubernetes", false, kinds.getOrDefault("namespace", Set.of()), Set.of());
    }

    private final String kind;
    private final boolean whole;
    private final Map<Integer, Set<String>> byLength = new HashMap<>();
    private final Set<String> all;

    /**
     * @param kind what they are names of
     * @param whole whether they are whole paths. Other names have neighbours that differ at their begin or end, such as sftp and ftp
     * @param names the names that rules mean
     * @param others more names that exist
     */
    private KnownNames(String kind, boolean whole, Collection<String> names, Set<String> others) {
        this.kind = kind;
        this.whole = whole;
        this.all = new HashSet<>(names);
        all.addAll(others);
        for (String name : names) {
            // on its own machines everybody has folders of their own at the root
            if (!whole || name.indexOf('/', 1) > 0) {
                byLength.computeIfAbsent(name.length(), length -> new TreeSet<>())
                        .add(name);
            }
        }
    }

    boolean has(String name) {
        return all.contains(name);
    }

    /** What is wrong with a name that does not exist and is one change away from another; null if nothing is. */
    @Nullable
    String fault(String name) {
        if (has(name)) {
            return null;
        }
        for (int length = name.length() - 1; length <= name.length() + 1; length++) {
            for (String known : byLength.getOrDefault(length, Set.of())) {
                if (name.equalsIgnoreCase(known)) {
                    return "no " + kind + " is known as " + name + "; with other capitals: " + known;
                }
                if (Math.min(length, name.length()) >= SHORTEST && isOneChange(name, known)) {
                    return "no " + kind + " is known as " + name + "; one letter away: " + known;
                }
            }
        }
        return null;
    }

    /** Whether a letter is missing, too many or wrong, or two are swapped, as fingers do it. Digits and signs tell names apart. */
    private boolean isOneChange(String name, String known) {
        int shorter = Math.min(name.length(), known.length());
        int same = 0;
        while (same < shorter && name.charAt(same) == known.charAt(same)) {
            same++;
        }
        int after = 0;
        while (after < shorter - same
                && name.charAt(name.length() - 1 - after) == known.charAt(known.length() - 1 - after)) {
            after++;
        }
        if (same == 0 || !whole && !Character.isLetterOrDigit(known.charAt(same - 1))) {
            return false;
        }
        // a short part of a path has too many others beside it, unless two of its letters are swapped
        int next = known.indexOf('/', same);
        boolean isShort = (next < 0 ? known.length() : next) - known.lastIndexOf('/', same - 1) - 1 < SHORTEST;
        if (name.length() == known.length()) {
            int changed = name.length() - same - after;
            return changed == 1 && !isShort && isLetter(name, same) && isLetter(known, same)
                    || changed == 2
                            && name.charAt(same) == known.charAt(same + 1)
                            && name.charAt(same + 1) == known.charAt(same);
        }
        String longer = name.length() > known.length() ? name : known;
        boolean atEnd = same == shorter;
        // a word without its end may be the one that was meant, and one with an s is its plural
        return same + after == shorter
                && !isShort
                && isLetter(longer, same)
                && !(atEnd && (!whole || longer.equals(name) || longer.endsWith("s")));
    }

    private static boolean isLetter(String name, int at) {
        return Character.isLetter(name.charAt(at));
    }

    /** Whether a text is a part of one of the names. */
    boolean anyHas(String text) {
        return all.stream().anyMatch(name -> name.contains(text));
    }
}
