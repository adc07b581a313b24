// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows what changed in a clause: all of it if it is short, else the words that differ. */
record WordDifference(String before, String after) {
    private static final int SHORT = 160;
    private static final int BEGIN = 60;
    private static final int WORDS = 12;
    private static final Pattern SEPARATOR = Pattern.compile("[\\s(),]+");

    @Override
    public String toString() {
        if (before.length() + after.length() <= SHORT) {
            return before + ", now " + after;
        }
        return before.substring(0, Math.min(BEGIN, before.length())) + "..." + words(" without ", before, after)
                + words(" with ", after, before);
    }

    /** The words that only one of them has. */
    private static String words(String title, String one, String other) {
        List<String> only = new ArrayList<>(Arrays.asList(SEPARATOR.split(one, -1)));
        only.removeAll(Arrays.asList(SEPARATOR.split(other, -1)));
        only.removeIf(String::isEmpty);
        if (only.isEmpty()) {
            return "";
        }
        String more = only.size() > WORDS ? " and " + (only.size() - WORDS) + " more" : "";
        return only.stream().limit(WORDS).collect(Collectors.joining(", ", title, more));
    }
}
