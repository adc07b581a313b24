// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.EventOrigin;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Reads a {@link RuleTest} annotation of a method, or that in its {@link RuleTestMatrix}. */
final class RuleTestAnnotation {
    private RuleTestAnnotation() {}

    /** The annotation of a method; empty if it is no rule test. */
    static Optional<RuleTest> find(Method method) {
        RuleTest test = method.getAnnotation(RuleTest.class);
        RuleTestMatrix matrix = method.getAnnotation(RuleTestMatrix.class);
        return test == null && matrix != null ? Optional.of(matrix.test()) : Optional.ofNullable(test);
    }

    /** The annotation of a test method, which must name one source of events. */
    static RuleTest of(Method method) {
        RuleTest test = find(method)
                .orElseThrow(() -> new ExtensionConfigurationException(method.getName() + " has no @RuleTest"));
        List<String> sources = sources(test);
        if (sources.size() != 1) {
            throw new ExtensionConfigurationException("@RuleTest of " + method.getName() + " names "
                    + (sources.isEmpty() ? "no source of events" : sources.size() + " sources of events")
                    + "; it needs one of scenario, capture, audit, events and written:"
                    + " @RuleTest(rule = \"...\", scenario = \"...\")");
        }
        return test;
    }

    /** The first source that is named; empty if none is. */
    static String source(RuleTest test) {
        List<String> sources = sources(test);
        return sources.isEmpty() ? "" : sources.get(0);
    }

    private static List<String> sources(RuleTest test) {
        return Stream.of(test.scenario(), test.capture(), test.audit(), test.log(), test.events(), test.written())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    static EventOrigin origin(RuleTest test) {
        if (!test.capture().isEmpty()) {
            return EventOrigin.CAPTURE;
        }
        if (!test.audit().isEmpty()) {
            return EventOrigin.AUDIT;
        }
        if (!test.log().isEmpty()) {
            return EventOrigin.LOG;
        }
        return test.scenario().isEmpty() ? EventOrigin.WRITTEN : EventOrigin.LIVE;
    }

    static Expectation expectation(RuleTest test, TestValues values) {
        String rule = values.in(test.rule());
        return test.silent() ? Expectation.silent(rule) : Expectation.fires(rule);
    }
}
