// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds clauses that stand in a condition twice, alternatives that another one implies, and alternatives of which one always holds. It
 * looks at what the author wrote side by side: what a macro repeats is no mistake.
 */
final class RedundantClauses {
    /** More clauses side by side are not compared. */
    private static final int MOST = 60;

    private final CheckFacts facts;
    private final RuleDiagnostics diagnostics;

    RedundantClauses(CheckFacts facts, RuleDiagnostics diagnostics) {
        this.facts = facts;
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        walk(rule, rule.condition());
    }

    private void walk(Rule rule, Condition condition) {
        if (condition instanceof Condition.Not not) {
            walk(rule, not.child());
        } else if (condition instanceof Condition.And and) {
            List<Literal> clauses = clauses(and);
            if (clauses.size() <= MOST) {
                doubled(rule, clauses, "and");
            }
            and.children().forEach(child -> walk(rule, child));
        } else if (condition instanceof Condition.Or or) {
            List<Literal> clauses = clauses(or);
            if (clauses.size() <= MOST) {
                doubled(rule, clauses, "or");
                compare(rule, clauses);
            }
            or.children().forEach(child -> walk(rule, child));
        }
    }

    /** The checks side by side, and the uses of macros. */
    private static List<Literal> clauses(Condition group) {
        List<Literal> clauses = new ArrayList<>();
        for (Condition child : group.children()) {
            boolean negated = false;
            Condition inner = child;
            while (inner instanceof Condition.Not not) {
                negated = !negated;
                inner = not.child();
            }
            boolean nested = !negated && inner.getClass() == group.getClass();
            if (nested) {
                clauses.addAll(clauses(inner));
            } else if (inner instanceof Condition.Check || inner instanceof Condition.MacroUse) {
                clauses.add(new Literal(inner, negated));
            }
        }
        return clauses;
    }

    private void doubled(Rule rule, List<Literal> clauses, String word) {
        Map<String, Literal> first = new HashMap<>();
        for (Literal clause : clauses) {
            String text = text(clause);
            if (first.putIfAbsent(text, clause) != null) {
                at(
                        rule,
                        clause,
                        "'" + text + "' stands twice among the same clauses of '" + word + "'",
                        "remove one of the two");
            }
        }
    }

    private String text(Literal clause) {
        return clause.condition() instanceof Condition.MacroUse use
                ? (clause.negated() ? "not " : "") + use.name()
                : facts.text(clause);
    }

    private void compare(Rule rule, List<Literal> clauses) {
        List<Literal> checks = clauses.stream().filter(Literal::isCheck).toList();
        for (int i = 0; i < checks.size(); i++) {
            for (int j = 0; j < checks.size(); j++) {
                Literal one = checks.get(i);
                Literal other = checks.get(j);
                if (i == j
                        || !facts.sameField(one.check(), other.check())
                        || text(one).equals(text(other))) {
                    continue;
                }
                if (i < j && isTautology(one, other)) {
                    at(
                            rule,
                            other,
                            "'" + text(one) + " or " + text(other) + "' is always true, so it excludes nothing",
                            "if neither value is wanted, join the two with 'and'");
                } else if (!one.negated() && !other.negated() && implies(one.check(), other.check(), i < j)) {
                    at(rule, one, "'" + text(one) + "' adds nothing: '" + text(other) + "' has it, too", "remove it");
                }
            }
        }
    }

    /** Whether one of two holds for each value: each excludes another value, or together they leave no number out. */
    private boolean isTautology(Literal one, Literal other) {
        Set<String> left = excluded(one);
        Set<String> right = excluded(other);
        if (left != null && right != null) {
            return left.stream().noneMatch(right::contains);
        }
        long[] a = one.negated() ? null : facts.range(one.check());
        long[] b = other.negated() ? null : facts.range(other.check());
        return a != null && b != null && (covers(a, b) || covers(b, a));
    }

    private static boolean covers(long[] lower, long[] upper) {
        return lower[0] == Long.MIN_VALUE && upper[1] == Long.MAX_VALUE && upper[0] <= lower[1] + 1;
    }

    /** The values that a clause excludes, if that is all it does. */
    private @Nullable Set<String> excluded(Literal clause) {
        if (clause.negated()) {
            return facts.values(clause.check());
        }
        return clause.check().operator() == Operator.NE ? facts.values(asEquality(clause.check())) : null;
    }

    private static Condition.Check asEquality(Condition.Check check) {
        return new Condition.Check(check.left(), Operator.EQ, check.modifier(), check.right(), check.span());
    }

    /** Whether a check holds only where another one does. Of two that are the same, the later one is redundant. */
    private boolean implies(Condition.Check one, Condition.Check other, boolean earlier) {
        Set<String> values = facts.values(one);
        if (values != null && !values.isEmpty()) {
            Set<String> others = facts.values(other);
            return !(values.equals(others) && earlier)
                    && values.stream().allMatch(value -> Boolean.TRUE.equals(facts.test(other, value)));
        }
        String prefix = facts.prefix(one);
        String wider = facts.prefix(other);
        return prefix != null && wider != null && !prefix.equals(wider) && prefix.startsWith(wider);
    }

    private void at(Rule rule, Literal clause, String message, String hint) {
        if (clause.isCheck()) {
            diagnostics.atCheck(rule, clause.check(), DiagnosticCode.LINT_REDUNDANT_CLAUSE, message, hint);
        } else {
            diagnostics.atCondition(rule, DiagnosticCode.LINT_REDUNDANT_CLAUSE, message, hint);
        }
    }
}
