// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class DockerCondition implements ExecutionCondition {
    private static final String UNIX = "unix://";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String host = System.getenv().getOrDefault("DOCKER_HOST", UNIX + "/var/run/docker.sock");
        boolean there = !host.startsWith(UNIX) || Files.exists(Path.of(host.substring(UNIX.length())));
        return there
                ? ConditionEvaluationResult.enabled("there is a Docker daemon")
                : ConditionEvaluationResult.disabled(
                        "needs a Docker daemon, and there is none at " + host + ": start dockerd or set DOCKER_HOST");
    }
}
