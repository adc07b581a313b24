// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.file.FileName;
import io.kguard.rule.Rule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names the files of rules, and their scenarios. */
final class DerivedIds {
    private static final String PREFIX = "derived-";

    private DerivedIds() {}

    /**
     * The name of each rule's file, without its ending. Rules whose names have the same words are numbered in their order.
     *
     * @param rules all rules that there are, so that the names do not depend on which are derived
     */
    static Map<String, String> of(List<Rule> rules) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (Rule rule : rules) {
            String words = FileName.of(rule.name());
            String start = words.isEmpty() ? "rule" : words;
            String name = start;
            for (int number = 2; !used.add(name); number++) {
                name = start + "-" + number;
            }
            names.put(rule.name(), name);
        }
        return names;
    }

    /** The id of the scenario in a file. */
    static String scenario(String name) {
        return PREFIX + name;
    }
}
