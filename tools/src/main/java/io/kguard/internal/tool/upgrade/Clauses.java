// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the clauses of three conditions: those that an {@code and} joins, with the names of macros.
 *
 * @param before the old stock
 * @param after the new stock
 * @param copy the user's copy
 */
record Clauses(Set<String> before, Set<String> after, Set<String> copy) {
    /** How much of their words two clauses share that are one clause, changed. */
    private static final double ALIKE = 0.5;

    /** The clauses of a condition, in their order. */
    static Set<String> of(Condition condition) {
        Set<String> clauses = new LinkedHashSet<>();
        collect(condition, clauses);
        return clauses;
    }

    private static void collect(Condition condition, Set<String> clauses) {
        if (condition instanceof Condition.And and) {
            and.children().forEach(child -> collect(child, clauses));
        } else {
            clauses.add(ConditionPrinter.print(condition));
        }
    }

    /** What the new stock changes, in the order of the old one and then of the new one. */
    List<Change> changes() {
        List<String> added = new ArrayList<>(after);
        added.removeAll(before);
        List<Change> changes = new ArrayList<>();
        for (String old : before) {
            if (after.contains(old)) {
                continue;
            }
            String now = nearest(old, added);
            if (now == null) {
                changes.add(new Change(
                        Change.Kind.REMOVED, old, "", copy.contains(old) ? Change.Copy.STILL : Change.Copy.WITHOUT));
            } else {
                added.remove(now);
                changes.add(new Change(Change.Kind.CHANGED, old, now, copyOf(old, now)));
            }
        }
        added.forEach(now -> changes.add(
                new Change(Change.Kind.ADDED, "", now, copy.contains(now) ? Change.Copy.NEW : Change.Copy.WITHOUT)));
        return changes;
    }

    private Change.Copy copyOf(String old, String now) {
        if (copy.contains(old)) {
            return copy.contains(now) ? Change.Copy.BOTH : Change.Copy.OLD;
        }
        return copy.contains(now) ? Change.Copy.NEW : Change.Copy.NEITHER;
    }

    /** Whether the copy has what the old stock has, and nothing else. */
    boolean isCopied() {
        return before.equals(copy);
    }

    /** What only the copy has. */
    List<String> own() {
        return copy.stream()
                .filter(clause -> !before.contains(clause) && !after.contains(clause))
                .toList();
    }

    private static @Nullable String nearest(String clause, List<String> others) {
        String nearest = null;
        double most = ALIKE;
        for (String other : others) {
            double alike = alike(clause, other);
            if (alike >= most) {
                most = alike;
                nearest = other;
            }
        }
        return nearest;
    }

    /** How many of the words of either clause are in both. */
    private static double alike(String one, String other) {
        Set<String> shared = words(one);
        Set<String> all = words(other);
        Set<String> words = new HashSet<>(shared);
        shared.retainAll(all);
        all.addAll(words);
        return (double) shared.size() / all.size();
    }

    private static Set<String> words(String clause) {
        return new HashSet<>(Arrays.asList(clause.split("[\\s(),]+", -1)));
    }

    /**
     * A clause of a stock rule or macro, or an item of a stock list, that the new stock rules add, remove or change.
     *
     * @param kind what happened to it
     * @param before how the old stock rules have it; empty if they do not
     * @param after how the new stock rules have it; empty if they do not
     * @param copy what the user's copy has of it
     */
    record Change(Kind kind, String before, String after, Copy copy) {
        enum Kind {
            ADDED,
            REMOVED,
            CHANGED
        }

        /** What a copy has. */
        enum Copy {
            OLD("your copy has the old one"),
            NEW("your copy has it already"),
            BOTH("your copy has both"),
            NEITHER("your copy has neither"),
            STILL("your copy still has it"),
            WITHOUT("your copy is without it");

            private final String words;

            Copy(String words) {
                this.words = words;
            }

            @Override
            public String toString() {
                return words;
            }
        }
    }
}
