// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** Finds what somebody who mistyped a name may have meant. Upper and lower case are alike to it. */
@API(status = API.Status.INTERNAL)
public final class NearestName {
    private static final int MAX_DISTANCE = 3;

    private NearestName() {}

    /** The name that is nearest to one that is wrong; empty if none is near. */
    public static Optional<String> of(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wrong, name) <= Math.min(MAX_DISTANCE, Math.max(1, name.length() / 2)))
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A hint that begins with "did you mean", or else lists what there is. */
    static String hint(String wrong, Collection<String> known) {
        return of(wrong, known)
                .map(name -> "did you mean " + name + "?")
                .orElseGet(() -> known.isEmpty()
                        ? ""
                        : "known: " + String.join(", ", known.stream().sorted().toList()));
    }

    private static int distance(String wrong, String name) {
        String a = wrong.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
