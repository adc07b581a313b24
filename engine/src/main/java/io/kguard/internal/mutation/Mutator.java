// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.mutation;

import io.kguard.internal.condition.LogicIdentity;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the mutants of a rule. Changes that no event can tell apart from the rule or from another mutant are left out, and
 * so are changes of the event types that reach the rule, except for single items of their lists.
 */
public final class Mutator {
    /** A rule with more mutants is measured by the first ones. */
    private static final int MAX_MUTANTS = 5000;

    private final TypeChecker checker;
    private final LogicIdentity identity = new LogicIdentity();
    private final Set<Integer> known = new HashSet<>();
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutator(FieldCatalogue catalogue) {
        this.checker = new TypeChecker(catalogue);
    }

    /**
     * The mutants of a rule, in the order of its condition.
     *
     * @param fields the fields of the rule's source
     */
    public static List<Mutant> mutants(Rule rule, FieldCatalogue fields) {
        Mutator mutator = new Mutator(fields);
        mutator.known.add(mutator.identity.of(rule.typedCondition()));
        mutator.mutate(rule.condition(), "", changed -> changed);
        return mutator.mutants;
    }

    /** Puts a changed part in its place in the whole condition. */
    private interface Place {
        Condition whole(Condition part);
    }

    private void mutate(Condition condition, String macro, Place place) {
        if (condition instanceof Condition.And and) {
            joined(and, and.children(), true, macro, place);
        } else if (condition instanceof Condition.Or or) {
            joined(or, or.children(), false, macro, place);
        } else if (condition instanceof Condition.Not not) {
            mutate(not.child(), macro, part -> place.whole(new Condition.Not(part, not.span())));
        } else if (condition instanceof Condition.MacroUse use) {
            if (!CheckChanges.isOfEventType(use)) {
                add(MutationKind.NEGATED, "negating " + use.name(), macro, use, place.whole(negated(use)));
            }
            mutate(use.body(), use.name(), part -> place.whole(new Condition.MacroUse(use.name(), part, use.span())));
        } else if (condition instanceof Condition.Check check) {
            for (CheckChanges.Change change : CheckChanges.of(check)) {
                add(change.kind(), change.text(), macro, check, place.whole(change.result()));
            }
        }
    }

    private void joined(Condition joined, List<Condition> parts, boolean all, String macro, Place place) {
        for (int i = 0; i < parts.size(); i++) {
            Condition part = parts.get(i);
            if (!CheckChanges.isOfEventType(part)) {
                List<Condition> others = new ArrayList<>(parts);
                others.remove(i);
                add(
                        MutationKind.REMOVED,
                        "removing " + text(part),
                        macro,
                        part,
                        place.whole(join(joined, others, all)));
            }
        }
        if (parts.stream().noneMatch(CheckChanges::isOfEventType)) {
            add(
                    MutationKind.JOINED_OTHERWISE,
                    (all ? "or in place of and in " : "and in place of or in ") + text(joined),
                    macro,
                    joined,
                    place.whole(join(joined, parts, !all)));
        }
        for (int i = 0; i < parts.size(); i++) {
            int index = i;
            mutate(parts.get(i), macro, part -> {
                List<Condition> changed = new ArrayList<>(parts);
                changed.set(index, part);
                return place.whole(join(joined, changed, all));
            });
        }
    }

    private static Condition join(Condition joined, List<Condition> parts, boolean all) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return all ? new Condition.And(parts, joined.span()) : new Condition.Or(parts, joined.span());
    }

    static Condition negated(Condition condition) {
        return new Condition.Not(condition, condition.span());
    }

    static String text(Condition condition) {
        return ConditionPrinter.print(condition);
    }

    private void add(MutationKind kind, String change, String macro, Condition at, Condition whole) {
        if (mutants.size() >= MAX_MUTANTS) {
            return;
        }
        TypedCondition typed;
        try {
            typed = checker.check(whole);
        } catch (ConditionException e) {
            return; // Falco would not load it: nobody needs a test to notice
        }
        if (known.add(identity.of(typed))) {
            mutants.add(new Mutant(kind, change, macro, at.span().start(), typed));
        }
    }
}
