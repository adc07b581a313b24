// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.scenario.Expectation;
import io.kguard.simulation.EventOrigin;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Reads a {@link RuleTest} annotation. */
final class RuleTestAnnotation {
    private RuleTestAnnotation() {}

    /** The annotation of a test method, which must name one source of events. */
    static RuleTest of(Method method) {
        RuleTest test = method.getAnnotation(RuleTest.class);
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
        return Stream.of(test.scenario(), test.capture(), test.audit(), test.events(), test.written())
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
        return test.scenario().isEmpty() ? EventOrigin.WRITTEN : EventOrigin.LIVE;
    }

    static Expectation expectation(RuleTest test) {
        return test.silent() ? Expectation.silent(test.rule()) : Expectation.fires(test.rule());
    }
}
