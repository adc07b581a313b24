// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.TypedCondition;
import java.util.Locale;

/**
 * A rule's condition with one small change.
 *
 * @param kind what kind of change it is
 * @param group whose part of the condition is changed
 * @param change the change in the words of the rule file, such as {@code removing proc.tty != 0}
 * @param advice which act would be judged otherwise, such as {@code a twin in which `proc.tty != 0` is false}
 * @param macro the macro in which it is; empty for the rule's own condition
 * @param offset where the changed part begins in the text of the rule or the macro
 * @param condition the changed condition
 */
public record Mutant(
        Kind kind, Group group, String change, String advice, String macro, int offset, TypedCondition condition) {
    /** The change, with the macro in which it is. */
    public String description() {
        return macro.isEmpty() ? change : change + " in the macro " + macro;
    }

    /** A kind of change of a condition. */
    public enum Kind {
        /** A part is left out. */
        REMOVED,
        /** All that is left of a condition of one check is that its field exists. */
        WIDENED,
        /** A check or a macro is negated. */
        NEGATED,
        /** {@code and} becomes {@code or}, or the reverse. */
        JOINED_OTHERWISE,
        /** Another comparison. */
        COMPARED_OTHERWISE,
        /** An item is left out of a list. */
        ITEM_REMOVED,
        /** A string or a number is a little different. */
        VALUE_CHANGED;

        /** As in JSON: lower-case words joined by dashes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whose part of a condition is changed: what a rule says itself, or what it has in common with other rules. */
    public enum Group {
        /** A clause that only this rule has: in its condition, or in a macro that no other rule uses. */
        OWN("own clauses"),
        /** All of a condition that is a single check. A condition of several has its clauses instead. */
        WHOLE("whole conditions"),
        /** What only this rule leaves out: below a {@code not}, or from its exceptions. */
        EXCEPTION("exceptions"),
        /** An item of a list in the rule's own clauses and exceptions. */
        LIST_ITEM("list items"),
        /** A part of a macro that another rule uses, too. */
        SHARED_MACRO("shared macros");

        private final String label;

        Group(String label) {
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
}
