// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Priority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test of a suite file; a template is one for each combination of the values of its cases.
 *
 * @param name its name, such as {@code clear_log_activities_open_testCase#3}
 * @param rule the rule that must fire
 * @param unmet what it requires and this machine does not have, as the end of a sentence; null if it runs here
 * @param container its container
 * @param plan what {@code kguard-suite} reads
 * @param outcome the alert that it expects
 * @param place where it is written
 */
public record SuiteTest(
        String name,
        String rule,
        @Nullable String unmet,
        Container container,
        String plan,
        Outcome outcome,
        YamlValue place) {
    /**
     * The container that a test asks for.
     *
     * @param name its name
     * @param image a further name for its image; null for the image's own
     * @param env its environment
     */
    public record Container(String name, @Nullable String image, Map<String, String> env) {
        /** The container of a test that asks for none: it needs one all the same, because nothing runs on the machine. */
        static final Container DEFAULT = new Container("event-generator", null, Map.of());

        public Container {
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        }
    }

    /**
     * The alert that a test expects.
     *
     * @param source the source of its rule; null for any
     * @param priority its priority; null for any
     * @param fields names of fields with their values
     */
    public record Outcome(@Nullable String source, @Nullable Priority priority, Map<String, String> fields) {
        public Outcome {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }
}
