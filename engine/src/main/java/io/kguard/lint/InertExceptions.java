// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import io.kguard.rule.RuleException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds values of exceptions that exclude nothing, because the rule's condition, or the exception itself, is never true
 * with them.
 */
final class InertExceptions {
    private final Rule rule;
    private final CheckFacts facts;
    private final ConstantConditions constants;
    private final RuleDiagnostics diagnostics;

    InertExceptions(Rule rule, CheckFacts facts, ConstantConditions constants, RuleDiagnostics diagnostics) {
        this.rule = rule;
        this.facts = facts;
        this.constants = constants;
        this.diagnostics = diagnostics;
    }

    void warn() {
        List<RuleException> withValues =
                rule.exceptions().stream().filter(InertExceptions::hasValues).toList();
        // the text is "(condition) and not exception and not exception ..."
        if (withValues.isEmpty()
                || !(rule.condition() instanceof Condition.And and)
                || and.children().size() != withValues.size() + 1) {
            return;
        }
        List<Literal> matched = Literal.allOf(and.children().get(0), false);
        for (int i = 0; i < withValues.size(); i++) {
            if (and.children().get(i + 1) instanceof Condition.Not not) {
                for (Literal tuple : Literal.anyOf(not.child(), false)) {
                    if (!constants.isExhausted()) {
                        warn(withValues.get(i), tuple.condition(), matched);
                    }
                }
            }
        }
    }

    private static boolean hasValues(RuleException exception) {
        return exception.scalar()
                ? exception.tuples().stream().anyMatch(tuple -> tuple.stream().anyMatch(values -> !values.isEmpty()))
                : !exception.tuples().isEmpty();
    }

    private void warn(RuleException exception, Condition tuple, List<Literal> matched) {
        List<Literal> own = Literal.allOf(tuple, false);
        List<Literal> both = new ArrayList<>(own);
        both.addAll(matched);
        ConstantConditions.Contradiction reason = constants.contradiction(both);
        Literal fault = reason == null || own.contains(reason.first()) ? null : reason.second();
        if (reason != null && fault == null) {
            fault = reason.first();
        }
        if (constants.of(tuple) == Truth.NEVER) {
            fault = fault == null ? own.get(0) : fault;
        } else if (fault == null || !own.contains(fault)) {
            return;
        }
        String why = reason == null
                ? "they never hold"
                : "'" + facts.text(reason.first()) + "' and '" + facts.text(reason.second()) + "' exclude each other";
        diagnostics.atException(
                rule,
                exception,
                valueOf(fault.condition()),
                DiagnosticCode.LINT_INERT_EXCEPTION,
                "These values of exception '" + exception.name() + "' exclude nothing: " + why);
    }

    /** Where the value of a check is in the text; for other parts, where they start. */
    private static Span valueOf(Condition condition) {
        if (!(condition instanceof Condition.Check check)) {
            return condition.span();
        }
        Operand right = check.right();
        return right.values().isEmpty() ? right.span() : right.values().get(0).span();
    }
}
