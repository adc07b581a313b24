// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class FalcoCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        boolean there = Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "falco")));
        return there
                ? ConditionEvaluationResult.enabled("there is a falco")
                : ConditionEvaluationResult.disabled("needs the program falco, version 0.40, in the search path");
    }
}
