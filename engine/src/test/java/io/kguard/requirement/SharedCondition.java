// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class SharedCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Files.isDirectory(Shared.directory())
                ? ConditionEvaluationResult.enabled("the shared test data is there")
                : ConditionEvaluationResult.disabled("needs the shared test data in " + Shared.directory());
    }
}
