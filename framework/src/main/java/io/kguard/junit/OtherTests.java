// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.output.SidekickReceiver;
import io.kguard.verdict.Detections;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Refuses, in classes with {@link KGuard}, tests by JUnit's own annotations that were meant to be rule tests. */
final class OtherTests implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        context.getTestMethod().ifPresent(OtherTests::check);
        return ConditionEvaluationResult.enabled("");
    }

    private static void check(Method method) {
        boolean repeats = AnnotationSupport.isAnnotated(method, TestTemplate.class);
        if (method.isAnnotationPresent(RuleTest.class)) {
            if (repeats) {
                throw new ExtensionConfigurationException(method.getName()
                        + " has @RuleTest beside an annotation that runs it several times, such as @ParameterizedTest;"
                        + " for several values put the @RuleTest into a @RuleTestMatrix");
            }
            return;
        }
        boolean named = Stream.of(SourceKind.values()).anyMatch(kind -> kind.isOn(method));
        boolean taken = Stream.of(method.getParameterTypes())
                .anyMatch(List.of(Detections.class, SidekickReceiver.class)::contains);
        if ((named || taken) && !method.isAnnotationPresent(RuleTestMatrix.class)) {
            throw new ExtensionConfigurationException(method.getName()
                    + (named ? " names events" : " takes what was detected") + " and no rule; in place of "
                    + (repeats
                            ? "JUnit's annotation it needs @RuleTestMatrix"
                            : "@Test it needs @RuleTest(rule = \"...\")"));
        }
    }
}
