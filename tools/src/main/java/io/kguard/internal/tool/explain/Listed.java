// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import java.util.List;

/** Names in a sentence, of which the last ones are only counted. */
final class Listed {
    private Listed() {}

    /** The first names, and how many there are more. */
    static String of(List<String> names, int most) {
        // one more takes no more room than its count
        return names.size() <= most + 1
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
    }
}
