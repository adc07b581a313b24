// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import java.util.Locale;

/** Whose part of a condition is changed: what a rule says itself, or what it has in common with other rules. */
public enum MutantGroup {
    /** A clause that only this rule has: in its condition, or in a macro that no other rule uses. */
    OWN("own clauses"),
    /** What only this rule leaves out: below a {@code not}, or from its exceptions. */
    EXCEPTION("exceptions"),
    /** An item of a list in the rule's own clauses and exceptions. */
    LIST_ITEM("list items"),
    /** A part of a macro that another rule uses, too. */
    SHARED_MACRO("shared macros");

    private final String label;

    MutantGroup(String label) {
        this.label = label;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** As in JSON: lower-case words joined by dashes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
