// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.field.OutputTemplate;
import org.apiguardian.api.API;

/** A rule with what is evaluated. Each rule is one; who only reads rules need not know fields and conditions. */
@API(status = API.Status.INTERNAL)
public final class CheckedRule extends Rule {
    private final OutputTemplate output;
    private final TypedCondition condition;

    /** The rule of a definition with a valid condition and output. */
    CheckedRule(RuleDefinition definition, OutputTemplate output, ConditionText text, TypedCondition condition) {
        super(definition, output.text(), text, condition.source());
        this.output = output;
        this.condition = condition;
    }

    /** What is evaluated of a rule. */
    public static CheckedRule of(Rule rule) {
        return (CheckedRule) rule;
    }

    /** The template of the alert's message, compiled. */
    public OutputTemplate outputTemplate() {
        return output;
    }

    /** The condition in the form for evaluation: fields resolved and values parsed. */
    public TypedCondition typedCondition() {
        return condition;
    }
}
