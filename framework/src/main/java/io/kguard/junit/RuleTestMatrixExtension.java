// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes a test of each combination of values. */
final class RuleTestMatrixExtension implements TestTemplateInvocationContextProvider {
    /** The maximum number of tests of one method. */
    static final int MAX_TESTS = 1000;

    private record Invocation(TestValues values) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int number) {
            return values.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new RuleTestExtension(values));
        }
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> method.isAnnotationPresent(RuleTestMatrix.class))
                .isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        RuleTestMatrix.Values[] values = context.getRequiredTestMethod()
                .getAnnotation(RuleTestMatrix.class)
                .values();
        if (values.length == 0) {
            throw mistake(method, "has no values; without any, use @RuleTest alone");
        }
        List<Map<String, String>> combinations = List.of(Map.of());
        Set<String> names = new HashSet<>();
        for (RuleTestMatrix.Values each : values) {
            if (each.of().length == 0) {
                throw mistake(method, "has no value of " + each.name());
            }
            if (each.name().isEmpty() || !names.add(each.name())) {
                throw mistake(method, "has a name without letters or two times the name \"" + each.name() + "\"");
            }
            if ((long) combinations.size() * each.of().length > MAX_TESTS) {
                throw mistake(method, "has more than " + MAX_TESTS + " combinations of values");
            }
            combinations = combinations.stream()
                    .flatMap(one -> Arrays.stream(each.of()).distinct().map(value -> with(one, each.name(), value)))
                    .toList();
        }
        return combinations.stream().map(combination -> new Invocation(new TestValues(combination)));
    }

    private static Map<String, String> with(Map<String, String> before, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(before);
        more.put(name, value);
        return more;
    }

    private static ExtensionConfigurationException mistake(String method, String what) {
        return new ExtensionConfigurationException("@RuleTestMatrix of " + method + " " + what);
    }
}
