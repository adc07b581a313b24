// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Position;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds alternatives that alone fire a rule, because {@code A and B or C} has no parentheses: {@code C} has no event type, or it
 * compares the field that the clause before it does.
 */
final class LooseAlternatives {
    private final EventTypeSearch search;
    private final ConstantConditions constants;
    private final CheckFacts facts;
    private final RuleDiagnostics diagnostics;

    LooseAlternatives(
            EventTypeSearch search, ConstantConditions constants, CheckFacts facts, RuleDiagnostics diagnostics) {
        this.search = search;
        this.constants = constants;
        this.facts = facts;
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        Condition top = rule.condition();
        if (top instanceof Condition.And and && !rule.exceptions().isEmpty()) {
            top = and.children().get(0);
        }
        if (!(top instanceof Condition.Or or)) {
            return;
        }
        String text = rule.text().text();
        for (int i = 1; i < or.children().size(); i++) {
            Condition.And group = joined(or.children().get(i - 1));
            Condition alone = or.children().get(i);
            if (group != null && !isInParentheses(group.span(), text) && isLoose(alone, group, rule)) {
                warn(rule, alone, text);
                return; // those behind it are loose by the same mistake
            }
        }
    }

    private static Condition.@Nullable And joined(Condition condition) {
        return condition instanceof Condition.And and ? and : null;
    }

    private boolean isLoose(Condition alone, Condition.And group, Rule rule) {
        if (constants.of(alone) == Truth.NEVER) {
            return false;
        }
        if (rule.source().equals(EventSource.SYSCALL.label())) {
            return search.in(alone).cardinality() == EventTable.SIZE
                    && search.in(group).cardinality() < EventTable.SIZE;
        }
        List<Condition> clauses = group.children();
        return alone instanceof Condition.Check check
                && clauses.get(clauses.size() - 1) instanceof Condition.Check last
                && facts.sameField(check, last);
    }

    /** Whether a group stands in parentheses of its own. Then its author meant it. */
    private static boolean isInParentheses(Span span, String text) {
        int before = span.start() - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        int after = span.end();
        while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
            after++;
        }
        return before >= 0 && text.charAt(before) == '(' && after < text.length() && text.charAt(after) == ')';
    }

    private void warn(Rule rule, Condition alone, String text) {
        String written = text.substring(
                        alone.span().start(),
                        Math.min(text.length(), alone.span().end()))
                .strip();
        boolean ofCalls = rule.source().equals(EventSource.SYSCALL.label());
        String message = "'" + written + "' alone fires the rule"
                + (ofCalls ? ", on events of all types" : "")
                + ": 'and' binds more than 'or', so the clauses before the 'or' do not restrict it";
        Position place = rule.text().positionOf(alone.span().start());
        var unused = diagnostics.texts(List.of(rule)); // a line is told in a text that is known
        diagnostics.atLine(
                place.file(),
                place.line(),
                place.column(),
                DiagnosticCode.LINT_LOOSE_ALTERNATIVE,
                message,
                "put the alternatives in parentheses, such as A and (B or C)");
    }
}
