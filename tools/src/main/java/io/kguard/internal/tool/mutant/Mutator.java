// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.LogicIdentity;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.rule.CheckedRule;
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
    private final SharedMacros shared;
    private final LogicIdentity identity = new LogicIdentity();
    private final Set<Integer> known = new HashSet<>();
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutator(FieldCatalogue catalogue, SharedMacros shared) {
        this.checker = new TypeChecker(catalogue);
        this.shared = shared;
    }

    /**
     * The mutants of a rule that has no macro in common with others, in the order of its condition.
     *
     * @param fields the fields of the rule's source
     */
    public static List<Mutant> mutants(Rule rule, FieldCatalogue fields) {
        return mutants(rule, fields, SharedMacros.NONE);
    }

    /**
     * The mutants of a rule, in the order of its condition.
     *
     * @param fields the fields of the rule's source
     * @param shared the macros that it has in common with other rules
     */
    public static List<Mutant> mutants(Rule rule, FieldCatalogue fields, SharedMacros shared) {
        Mutator mutator = new Mutator(fields, shared);
        mutator.known.add(mutator.identity.of(CheckedRule.of(rule).typedCondition()));
        mutator.widen(rule.condition());
        mutator.mutate(rule.condition(), new Site("", false, false, changed -> changed));
        return mutator.mutants;
    }

    /** Puts a changed part in its place in the whole condition. */
    private interface Place {
        Condition whole(Condition part);
    }

    /**
     * Where a part of the condition is.
     *
     * @param macro the macro in which it is; empty for the rule's own condition
     * @param excepts whether it is below a {@code not}
     * @param negative whether it is below an odd number of them
     * @param place where it belongs in the whole
     */
    private record Site(String macro, boolean excepts, boolean negative, Place place) {
        /** That of a part of the part here. */
        Site in(Place inner) {
            return new Site(macro, excepts, negative, part -> place.whole(inner.whole(part)));
        }

        MutantAdvice advice() {
            return new MutantAdvice(negative);
        }
    }

    /** Nothing can be left out of a condition of one check, so the existence of its field takes its place. */
    private void widen(Condition whole) {
        Condition part = whole;
        while (part.children().size() == 1) {
            part = part.children().get(0);
        }
        if (part instanceof Condition.Check check && !CheckChanges.isOfEventType(check)) {
            Condition exists = CheckChanges.exists(check);
            Site site = new Site("", false, false, changed -> changed);
            add(
                    new CheckChanges.Change(
                            Mutant.Kind.WIDENED,
                            text(exists) + " in place of " + text(whole),
                            site.advice().widened(whole, exists),
                            exists),
                    whole,
                    site);
        }
    }

    private void mutate(Condition condition, Site site) {
        if (condition instanceof Condition.And and) {
            joined(and, and.children(), true, site);
        } else if (condition instanceof Condition.Or or) {
            joined(or, or.children(), false, site);
        } else if (condition instanceof Condition.Not not) {
            Site inner = site.in(part -> new Condition.Not(part, not.span()));
            mutate(not.child(), new Site(inner.macro, true, !inner.negative, inner.place));
        } else if (condition instanceof Condition.MacroUse use) {
            if (!CheckChanges.isOfEventType(use)) {
                add(
                        new CheckChanges.Change(
                                Mutant.Kind.NEGATED,
                                "negating " + use.name(),
                                site.advice().negated(use),
                                negated(use)),
                        use,
                        site);
            }
            Site inner = site.in(part -> new Condition.MacroUse(use.name(), part, use.span()));
            mutate(use.body(), new Site(use.name(), inner.excepts, inner.negative, inner.place));
        } else if (condition instanceof Condition.Check check) {
            CheckChanges.of(check, site.advice()).forEach(change -> add(change, check, site));
        }
    }

    private void joined(Condition joined, List<Condition> parts, boolean all, Site site) {
        for (int i = 0; i < parts.size(); i++) {
            Condition part = parts.get(i);
            if (!CheckChanges.isOfEventType(part)) {
                List<Condition> others = new ArrayList<>(parts);
                others.remove(i);
                add(
                        new CheckChanges.Change(
                                Mutant.Kind.REMOVED,
                                "removing " + text(part),
                                site.advice().removed(part, all),
                                join(joined, others, all)),
                        part,
                        site);
            }
        }
        if (parts.stream().noneMatch(CheckChanges::isOfEventType)) {
            add(
                    new CheckChanges.Change(
                            Mutant.Kind.JOINED_OTHERWISE,
                            (all ? "or in place of and in " : "and in place of or in ") + text(joined),
                            site.advice().joined(joined, all),
                            join(joined, parts, !all)),
                    joined,
                    site);
        }
        for (int i = 0; i < parts.size(); i++) {
            int index = i;
            mutate(parts.get(i), site.in(part -> {
                List<Condition> changed = new ArrayList<>(parts);
                changed.set(index, part);
                return join(joined, changed, all);
            }));
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

    private void add(CheckChanges.Change change, Condition at, Site site) {
        if (mutants.size() >= MAX_MUTANTS) {
            return;
        }
        TypedCondition typed;
        try {
            typed = checker.check(site.place.whole(change.result()));
        } catch (ConditionException e) {
            return; // Falco would not load it: nobody needs a test to notice
        }
        if (known.add(identity.of(typed))) {
            mutants.add(new Mutant(
                    change.kind(),
                    group(change.kind(), at, site),
                    change.text(),
                    change.advice(),
                    site.macro,
                    at.span().start(),
                    typed));
        }
    }

    private Mutant.Group group(Mutant.Kind kind, Condition at, Site site) {
        if (kind == Mutant.Kind.WIDENED) {
            return Mutant.Group.WHOLE;
        } else if (shared.names().contains(site.macro)) {
            return Mutant.Group.SHARED_MACRO;
        } else if (kind == Mutant.Kind.ITEM_REMOVED) {
            return Mutant.Group.LIST_ITEM;
        }
        return site.excepts || at instanceof Condition.Not ? Mutant.Group.EXCEPTION : Mutant.Group.OWN;
    }
}
