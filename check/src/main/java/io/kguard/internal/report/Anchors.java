// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The ids of a page's elements, which links name: {@code rule=terminal-shell-in-container}. */
public final class Anchors {
    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The id of something; the same for the same. */
    public String of(String kind, String name) {
        return byName.computeIfAbsent(kind + "=" + name, key -> free(kind + "=" + slug(name)));
    }

    private String free(String wanted) {
        String id = wanted;
        for (int i = 2; !taken.add(id); i++) {
            id = wanted + "-" + i;
        }
        return id;
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
