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
import org.jspecify.annotations.Nullable;

/** Finds rules for processes of the host that ask for what only a container has. */
final class HostFields {
    /** The plugin for containers, which Falco has since 0.41, gives these an empty value on the host. Before they had none. */
    private static final Set<String> EMPTY = Set.of(
            "container.image",
            "container.image.id",
            "container.image.repository",
            "container.image.tag",
            "container.image.digest",
            "k8s.pod.sandbox_id",
            "k8s.pod.full_sandbox_id",
            "k8s.pod.ip",
            "k8s.pod.cni.json",
            "k8s.pod.labels");

    /** These are false since 0.41, and before had no value. */
    private static final Set<String> FLAGS =
            Set.of("container.privileged", "container.host_pid", "container.host_network", "container.host_ipc");

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
                    && isNever(part.check(), field.name())) {
                diagnostics.atCheck(
                        rule,
                        part.check(),
                        DiagnosticCode.LINT_CONTAINER_FIELD_ON_HOST,
                        "'" + facts.text(part.check()) + "' is never true: the rule is for the host, where "
                                + field.name()
                                + (isMissing(field.name())
                                        ? " has no value"
                                        : " is '" + valueOnHost(field.name()) + "'"),
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

    private boolean isNever(Condition.Check check, String field) {
        String value = valueOnHost(field);
        return isMissing(field)
                || value != null
                        && check.operator() != Operator.EXISTS
                        && Boolean.FALSE.equals(facts.test(check, value));
    }

    /** Whether a field has no value for a process of the host. */
    static boolean isMissing(String field) {
        return field.startsWith("container.mount.") || field.startsWith("k8s.") && !EMPTY.contains(field);
    }

    /** The value of a field for a process of the host, if it has one there; null if that is not known. */
    static @Nullable String valueOnHost(String field) {
        if (field.equals("container.name") || field.equals("container.type")) {
            return "host";
        }
        return FLAGS.contains(field) ? "false" : EMPTY.contains(field) ? "" : null;
    }
}
