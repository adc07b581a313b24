// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoadException;
import io.kguard.rule.Unloaded;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the rule files may stay unloaded, because the user says so by name. It counts as untested rules. Anything else that Falco
 * leaves out is an error: no report would ever show that it is not tested.
 *
 * @param text the names with commas between them; a name may have a comma itself
 */
public record AllowedUnloaded(String text) {
    /** Everything must load. */
    public static final AllowedUnloaded NONE = new AllowedUnloaded("");

    /**
     * Requires that all that did not load is allowed.
     *
     * @throws RuleLoadException if something else did not load
     * @throws IllegalArgumentException if a name is that of nothing that did not load
     */
    public void check(LoadResult loaded) {
        Map<String, String> there = new LinkedHashMap<>();
        loaded.unloaded().forEach(left -> there.put(plain(left.name()), left.name()));
        Set<String> allowed = named(there, loaded);
        List<Unloaded> refused = loaded.unloaded().stream()
                .filter(left -> !allowed.contains(left.name()))
                .toList();
        if (!refused.isEmpty()) {
            throw RuleLoadException.leftOut(
                    refused,
                    "Falco leaves this out without an error, so nothing would test it. Mend it, or name all of it, then it counts as"
                            + " untested rules: " + Wording.option("allowUnloaded") + "="
                            + String.join(",", there.values()));
        }
    }

    /** The names of what is allowed. Several pieces between commas may be one name. */
    private Set<String> named(Map<String, String> there, LoadResult loaded) {
        Set<String> named = new HashSet<>();
        List<String> pieces = text.isEmpty()
                ? List.of()
                : Stream.of(plain(text).split(",", -1)).toList();
        for (int i = 0; i < pieces.size(); ) {
            int end = pieces.size();
            while (end > i && !there.containsKey(String.join(",", pieces.subList(i, end)))) {
                end--;
            }
            if (end == i) {
                throw unknown(pieces.get(i), there, loaded);
            }
            named.add(there.getOrDefault(String.join(",", pieces.subList(i, end)), ""));
            i = end;
        }
        return named;
    }

    /** A name as it is compared: blanks beside commas do not count. */
    private static String plain(String name) {
        return name.strip().replaceAll("\\s*,\\s*", ",");
    }

    private static IllegalArgumentException unknown(String name, Map<String, String> there, LoadResult loaded) {
        String what = Wording.option("allowUnloaded") + " names \"" + name + "\", ";
        if (loaded.rule(name).isPresent()) {
            return new IllegalArgumentException(what + "which loads: take the name away");
        }
        return new IllegalArgumentException(
                there.isEmpty()
                        ? what + "but everything loads: take the name away"
                        : what + "but nothing with this name is left out; " + Nearest.hint(name, there.values()));
    }
}
