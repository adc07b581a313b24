// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds conditions that are always or never true. If unsure, it reports nothing. */
final class ConstantConditions {
    /** How many pairs of parts are compared. After that no more contradictions are found. */
    private static final int MAX_STEPS = 250_000;

    private final FalcoVersion version;
    private final FieldCatalogue catalogue;
    private final CheckFacts facts;
    private final IdentityHashMap<Condition, Truth> known = new IdentityHashMap<>();
    private int steps;

    /** Two checks, or negations of checks, that both must be true and can't. */
    record Contradiction(Literal first, Literal second) {}

    ConstantConditions(FieldCatalogue catalogue, CheckFacts facts) {
        this.version = catalogue.version();
        this.catalogue = catalogue;
        this.facts = facts;
    }

    Truth of(Condition condition) {
        Truth truth = known.get(condition);
        if (truth == null) {
            truth = compute(condition);
            known.put(condition, truth);
        }
        return truth;
    }

    /** The first check of some parts, or negation of one, that no event makes true. */
    Optional<Literal> never(List<Literal> parts) {
        return parts.stream()
                .filter(Literal::isCheck)
                .filter(part -> (part.negated() ? of(part.condition()).negated() : of(part.condition())) == Truth.NEVER)
                .findFirst();
    }

    private Truth compute(Condition condition) {
        if (condition instanceof Condition.And and) {
            return all(and.children(), condition);
        } else if (condition instanceof Condition.Or or) {
            return any(or.children(), condition);
        } else if (condition instanceof Condition.Not not) {
            return of(not.child()).negated();
        } else if (condition instanceof Condition.MacroUse use) {
            return of(use.body());
        } else if (condition instanceof Condition.Check check) {
            return of(check);
        }
        return Truth.OPEN;
    }

    private Truth all(List<Condition> children, Condition and) {
        boolean always = true;
        for (Condition child : children) {
            Truth truth = of(child);
            if (truth == Truth.NEVER) {
                return Truth.NEVER;
            }
            always &= truth == Truth.ALWAYS;
        }
        if (always) {
            return Truth.ALWAYS;
        }
        return contradiction(Literal.allOf(and, false)) != null ? Truth.NEVER : Truth.OPEN;
    }

    private Truth any(List<Condition> children, Condition or) {
        boolean never = true;
        for (Condition child : children) {
            Truth truth = of(child);
            if (truth == Truth.ALWAYS) {
                return Truth.ALWAYS;
            }
            never &= truth == Truth.NEVER;
        }
        if (never) {
            return Truth.NEVER;
        }
        Set<String> plain = new HashSet<>();
        Set<String> negated = new HashSet<>();
        for (Literal literal : Literal.anyOf(or, false)) {
            if (literal.isCheck()) {
                (literal.negated() ? negated : plain).add(facts.text(literal.check()));
            }
        }
        plain.retainAll(negated);
        return plain.isEmpty() ? Truth.OPEN : Truth.ALWAYS;
    }

    /** Two of the parts that can't both be true, or null if none are found. */
    @Nullable
    Contradiction contradiction(List<Literal> literals) {
        steps += literals.size();
        if (isExhausted()) {
            return null;
        }
        Map<String, Literal> negated = new HashMap<>();
        for (Literal literal : literals) {
            if (literal.isCheck() && literal.negated()) {
                negated.putIfAbsent(facts.text(literal.check()), literal);
            }
        }
        for (Literal literal : literals) {
            if (literal.isCheck() && !literal.negated()) {
                Literal opposite = negated.get(facts.text(literal.check()));
                Contradiction found =
                        opposite != null ? new Contradiction(literal, opposite) : contradiction(literal, literals);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Whether the limit of comparisons was reached. */
    boolean isExhausted() {
        return steps > MAX_STEPS;
    }

    @SuppressWarnings("ReferenceEquality") // the same check object, not an equal one
    private @Nullable Contradiction contradiction(Literal literal, List<Literal> literals) {
        Condition.Check check = literal.check();
        Set<String> values = facts.values(check);
        String prefix = facts.prefix(check);
        long[] range = facts.range(check);
        if (values == null && prefix == null && range == null) {
            return null;
        }
        steps += values == null ? 0 : values.size();
        if (isExhausted()) {
            return null;
        }
        Set<String> left = values == null ? Set.of() : new HashSet<>(values);
        for (Literal other : literals) {
            steps += 1 + left.size() / 8;
            if (isExhausted()) {
                return null;
            }
            if (!other.isCheck() || other.check().equals(check) || !facts.sameField(check, other.check())) {
                continue;
            }
            if (range != null) {
                long[] otherRange = other.negated() ? null : facts.range(other.check());
                if (otherRange != null && (range[1] < otherRange[0] || otherRange[1] < range[0])) {
                    return new Contradiction(literal, other);
                }
            } else if (values == null) {
                String otherPrefix = other.negated() ? null : facts.prefix(other.check());
                if (otherPrefix != null
                        && prefix != null
                        && !otherPrefix.startsWith(prefix)
                        && !prefix.startsWith(otherPrefix)) {
                    return new Contradiction(literal, other);
                }
            } else {
                left.removeIf(value -> {
                    Boolean holds = facts.test(other.check(), value);
                    return holds != null && holds == other.negated();
                });
                if (left.isEmpty()) {
                    return new Contradiction(literal, other);
                }
            }
        }
        return null;
    }

    private Truth of(Condition.Check check) {
        if (check.right() instanceof Operand.TextList list && list.values().isEmpty()) {
            return Truth.NEVER;
        }
        if (!(check.left() instanceof Operand.FieldRef field)) {
            return Truth.OPEN;
        }
        FieldDefinition definition = catalogue.definition(field.name());
        if (definition != null && !definition.hasValueIn(version)) {
            return Truth.NEVER;
        }
        if (definition != null && definition.isZeroIn(version)) {
            return truth(facts.test(check, "0"));
        }
        if (field.text().equals("evt.dir") && !version.hasEnterEvents()) {
            return truth(facts.test(check, "<"));
        }
        String always = FieldFact.always(field.text());
        if (always != null) {
            return truth(facts.test(check, always));
        }
        return field.text().equals("evt.num") ? ofEventNumber(check) : Truth.OPEN;
    }

    private static Truth truth(@Nullable Boolean value) {
        if (value == null) {
            return Truth.OPEN;
        }
        return value ? Truth.ALWAYS : Truth.NEVER;
    }

    /** Event numbers start at 1. */
    private Truth ofEventNumber(Condition.Check check) {
        Set<String> values = facts.values(check);
        if (values != null) {
            return values.stream().allMatch("0"::equals) ? Truth.NEVER : Truth.OPEN;
        }
        if (check.operator() == Operator.EXISTS) {
            return Truth.ALWAYS;
        }
        Boolean first = facts.test(check, "1");
        Boolean last = facts.test(check, String.valueOf(Long.MAX_VALUE));
        return first != null && first.equals(last) && !isBetween(check) ? truth(first) : Truth.OPEN;
    }

    /** Whether a check is true or false only for numbers within a range. */
    private static boolean isBetween(Condition.Check check) {
        return check.operator() == Operator.NE
                && !(check.right() instanceof Operand.Text text && text.value().equals("0"));
    }
}
