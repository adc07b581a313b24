// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.List;
import java.util.Set;

/** Finds rules for processes of the host that ask for what only a container has. */
final class HostFields {
    private final CheckFacts facts;
    private final RuleDiagnostics diagnostics;

    HostFields(CheckFacts facts, RuleDiagnostics diagnostics) {
        this.facts = facts;
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        List<Literal> parts = Literal.allOf(rule.condition(), false);
        if (parts.stream().noneMatch(this::isOnHost)) {
            return;
        }
        for (Literal part : parts) {
            if (part.isCheck()
                    && !part.negated()
                    && part.check().left() instanceof Operand.FieldRef field
                    && (isOfContainers(field.name()) || isOtherName(part.check(), field.name()))) {
                diagnostics.atCheck(
                        rule,
                        part.check(),
                        DiagnosticCode.LINT_CONTAINER_FIELD_ON_HOST,
                        "'" + facts.text(part.check()) + "' is never true: the rule is for the host, where "
                                + field.name() + (isOfContainers(field.name()) ? " has no value" : " is 'host'"),
                        "remove this check, or let the rule look into containers");
            }
        }
        FieldsOfEvents.output(
                rule,
                field -> field.name().startsWith("k8s."),
                Integer.MAX_VALUE,
                "the rule is for the host, which is in no pod",
                "leave it out",
                diagnostics);
    }

    private boolean isOnHost(Literal part) {
        if (!part.isCheck()) {
            return false;
        }
        Condition.Check check = part.check();
        if (!(check.left() instanceof Operand.FieldRef field) || !field.text().equals("container.id")) {
            return false;
        }
        if (check.operator() == Operator.NE) {
            return part.negated()
                    && check.right() instanceof Operand.Text text
                    && text.value().equals("host");
        }
        Set<String> values = facts.values(check);
        return !part.negated() && values != null && values.equals(Set.of("host"));
    }

    /** The host is a container of the name {@code host} to Falco. */
    private boolean isOtherName(Condition.Check check, String field) {
        Set<String> values = field.equals("container.name") ? facts.values(check) : null;
        return values != null && !values.isEmpty() && !values.contains("host") && !values.contains("");
    }

    private static boolean isOfContainers(String field) {
        return field.startsWith("k8s.") || field.startsWith("container.image");
    }
}
