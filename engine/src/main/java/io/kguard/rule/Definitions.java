// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the files so far define, by name, in order of first definition; and the names that an error left
 * undefined.
 */
final class Definitions {
    final Map<String, ListDefinition> lists = new LinkedHashMap<>();
    final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
    final Map<String, RuleDefinition> rules = new LinkedHashMap<>();
    private final Set<String> broken = new HashSet<>();
    private boolean incomplete;
    private int sequence;

    /** Adds a definition, which replaces an earlier one with the same name. */
    <D extends Definition> void define(Map<String, D> those, D definition) {
        D earlier = those.get(definition.name);
        definition.visibility = sequence++;
        definition.index = earlier == null ? definition.visibility : earlier.index;
        those.put(definition.name, definition);
    }

    /** Notes that a definition was appended to or overridden. */
    void touch(Definition definition) {
        definition.visibility = sequence++;
    }

    /** The number of the next definition. */
    int sequence() {
        return sequence;
    }

    /** Marks an item as erroneous, so that references to it are not reported as well. */
    void markBroken(Location.Kind kind, String name) {
        broken.add(kind + name);
    }

    /** Marks that a file could not be read, so anything may be undefined because of that. */
    void markIncomplete() {
        incomplete = true;
    }

    /** Whether a missing definition needs no report, because errors that are already reported explain it. */
    boolean isExcused(Location.Kind kind, String name) {
        return incomplete || isBroken(kind, name);
    }

    boolean isBroken(Location.Kind kind, String name) {
        return broken.contains(kind + name);
    }
}
