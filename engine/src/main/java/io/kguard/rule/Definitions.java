// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All that the files so far define, by name, in order of first definition; and what would be there but for an error. */
final class Definitions {
    final Map<String, ListDefinition> lists = new LinkedHashMap<>();
    final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
    final Map<String, RuleDefinition> rules = new LinkedHashMap<>();
    private final Set<String> broken = new HashSet<>();
    private boolean incomplete;
    private int sequence;

    /** Adds a definition, in place of an earlier one of the same name. */
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

    /** The number that the next definition gets. */
    int sequence() {
        return sequence;
    }

    /** Notes an item that has an error, so that what refers to it is not reported as well. */
    void markBroken(Location.Kind kind, String name) {
        broken.add(kind + name);
    }

    /** Notes that a file could not be read: whatever is not defined may be so because of it. */
    void markIncomplete() {
        incomplete = true;
    }

    /** Whether it needs no words that something is not defined, because of errors that are reported already. */
    boolean isExcused(Location.Kind kind, String name) {
        return incomplete || isBroken(kind, name);
    }

    boolean isBroken(Location.Kind kind, String name) {
        return broken.contains(kind + name);
    }
}
