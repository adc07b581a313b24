// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.EventOrigin;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * What the annotations of a method say about its rule test: {@link RuleTest}, perhaps in a {@link RuleTestMatrix}, and those
 * of its sources.
 *
 * @param rule the rule's name
 * @param silent whether it must stay silent
 * @param sources the sources of events that are named
 */
record RuleTestAnnotation(String rule, boolean silent, List<Source> sources) {
    /**
     * A source of events.
     *
     * @param name the scenario, file or method
     */
    record Source(SourceKind kind, String name) {}

    /** What the annotations of a method say; empty if it is no rule test. */
    static Optional<RuleTestAnnotation> find(Method method) {
        RuleTest alone = method.getAnnotation(RuleTest.class);
        RuleTestMatrix matrix = method.getAnnotation(RuleTestMatrix.class);
        RuleTest test = alone == null && matrix != null ? matrix.test() : alone;
        if (test == null) {
            return Optional.empty();
        }
        List<Source> sources = new ArrayList<>();
        for (SourceKind kind : SourceKind.values()) {
            kind.named(method, test).ifPresent(name -> sources.add(new Source(kind, name)));
        }
        return Optional.of(new RuleTestAnnotation(test.rule(), test.silent(), List.copyOf(sources)));
    }

    /** What the annotations of a test method say, which must name one source of events. */
    static RuleTestAnnotation of(Method method) {
        RuleTestAnnotation test = find(method)
                .orElseThrow(() -> new ExtensionConfigurationException(method.getName() + " has no @RuleTest"));
        int sources = test.sources.size();
        if (sources != 1) {
            throw new ExtensionConfigurationException("@RuleTest of " + method.getName() + " names "
                    + (sources == 0 ? "no source of events" : sources + " sources of events")
                    + "; it needs one of "
                    + Arrays.stream(SourceKind.values())
                            .map(SourceKind::toString)
                            .collect(Collectors.joining(", "))
                    + ", such as @ScenarioSource(\"...\")");
        }
        return test;
    }

    /** The only source of a test that {@link #of} has found. */
    Source source() {
        return sources.get(0);
    }

    boolean isPlayed() {
        return sources.stream().anyMatch(source -> source.kind() == SourceKind.SCENARIO);
    }

    /** The name of the first source; empty if none is named. */
    String sourceName() {
        return sources.stream().findFirst().map(Source::name).orElse("");
    }

    EventOrigin origin() {
        return sources.stream()
                .findFirst()
                .map(source -> source.kind().origin())
                .orElse(EventOrigin.WRITTEN);
    }

    Expectation expectation(TestValues values) {
        String named = values.in(rule);
        return silent ? Expectation.silent(named) : Expectation.fires(named);
    }
}
