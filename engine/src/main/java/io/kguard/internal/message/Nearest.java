// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. Upper and lower case are alike to it. */
public final class Nearest {
    /** The maximum length of a word with a suggestion. */
    private static final int MAX_LENGTH = 100;
    /** In a word as short as this more than one change leaves little of it. */
    private static final int SHORT = 3;
    /** A word that may be short for a longer one. */
    private static final Pattern ABBREVIATION = Pattern.compile("[a-z]{3,5}");
    /** The maximum number of names that are searched. */
    private static final int MAX_NAMES = 5000;
    /** How many names a message lists. */
    private static final int MAX_LISTED = 200;

    private Nearest() {}

    /** The name with the fewest changes to a word, or null if none is close enough. */
    public static @Nullable String of(String written, Collection<String> names) {
        if (written.length() > MAX_LENGTH || names.size() > MAX_NAMES) {
            return null;
        }
        String word = written.toLowerCase(Locale.ROOT);
        String nearest = null;
        long letters = letters(word);
        // if nothing of the word is left, no suggestion makes sense
        int most = word.length() <= SHORT ? 1 : Math.max(2, word.length() / 4);
        int fewest = Math.min(most, word.length() - 1) + 1;
        for (String candidate : names) {
            String name = candidate.toLowerCase(Locale.ROOT);
            // a change removes and adds at most one letter
            if (Math.abs(name.length() - word.length()) < fewest
                    && Long.bitCount(letters ^ letters(name)) <= 2 * (fewest - 1)) {
                int changes = changes(word, name);
                if (changes < fewest) {
                    fewest = changes;
                    nearest = candidate;
                }
            }
        }
        return nearest != null ? nearest : longForm(word, names);
    }

    /** The one name that a word abbreviates, as cmd does command; null if there is none, or several. */
    private static @Nullable String longForm(String word, Collection<String> names) {
        if (!ABBREVIATION.matcher(word).matches()) {
            return null;
        }
        List<String> forms = names.stream()
                .filter(name -> isShortFor(word, name.toLowerCase(Locale.ROOT)))
                .limit(2)
                .toList();
        return forms.size() == 1 ? forms.get(0) : null;
    }

    /** Whether a word has the first letter of a name, and others of it in their order. */
    private static boolean isShortFor(String word, String name) {
        if (name.length() > MAX_LENGTH || name.isEmpty() || word.charAt(0) != name.charAt(0)) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < name.length() && at < word.length(); i++) {
            at += name.charAt(i) == word.charAt(at) ? 1 : 0;
        }
        return at == word.length();
    }

    /** A hint that asks whether the nearest name, in quotes, was meant; null if none is near. */
    public static @Nullable String quoted(String word, Collection<String> names) {
        String nearest = of(word, names);
        return nearest == null ? null : "did you mean '" + nearest + "'?";
    }

    /** A hint that asks whether the nearest name was meant; if none is near, it lists what there is, unless that is too much. */
    public static String hint(String word, Collection<String> given) {
        List<String> names = given.stream().filter(name -> !name.isEmpty()).toList();
        String nearest = of(word, names);
        if (nearest != null) {
            return "did you mean " + nearest + "?";
        }
        return names.isEmpty() || names.size() > MAX_LISTED
                ? ""
                : "known: " + String.join(", ", names.stream().sorted().toList());
    }

    /** The letters of a word as a bit set, in which some letters share a bit. */
    private static long letters(String word) {
        long letters = 0;
        for (int i = 0; i < word.length(); i++) {
            letters |= 1L << word.charAt(i);
        }
        return letters;
    }

    /** The insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    private static int changes(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
