// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class RootCondition implements ExecutionCondition {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return isRoot()
                ? ConditionEvaluationResult.enabled("the tests run as root")
                : ConditionEvaluationResult.disabled("needs root on Linux: run bin/test as root");
    }

    private static boolean isRoot() {
        if (!Files.exists(STATUS)) {
            return false;
        }
        try {
            // Uid: real, effective, saved, file system
            return Files.readAllLines(STATUS).stream().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
