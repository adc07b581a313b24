// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class BrowserCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean there = Files.isExecutable(Path.of(RequiresBrowser.BROWSER))
                && Files.isExecutable(Path.of(RequiresBrowser.DRIVER));
        return there
                ? ConditionEvaluationResult.enabled("there is a browser")
                : ConditionEvaluationResult.disabled(
                        "needs the packages chromium and chromium-driver: run bin/setup --all");
    }
}
