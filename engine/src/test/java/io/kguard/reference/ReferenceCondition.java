// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class ReferenceCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = Reference.missing();
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled("Falco's library and a compiler are there")
                : ConditionEvaluationResult.disabled("needs " + String.join(" and ", missing) + ": run bin/setup");
    }
}
