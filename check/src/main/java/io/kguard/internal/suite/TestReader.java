// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one test, in whose values there are no placeholders. */
final class TestReader {
    private static final int MAX_PLAN = 256 << 10;
    private static final int MAX_FIELDS = 100;
    private static final String RUNNER = "HostRunner";
    private static final String HOSTNAME = "evt.hostname";

    private TestReader() {}

    /**
     * Reads a test.
     *
     * @param suffix what is added to its name
     * @return null, and a problem, if it is none
     */
    static @Nullable SuiteTest read(YamlValue value, String suffix) {
        YamlMapping written = SuiteFile.keys("test").read(value, "a test");
        if (written == null) {
            return null;
        }
        YamlMapping test = written.withoutNothing();
        test.require("name", "a name that no other test has");
        test.require("runner", "runner: " + RUNNER);
        test.require("rule", "the rule that must fire: a test without one checks nothing");
        String own = test.text("name");
        String rule = test.text("rule");
        String runner = test.text("runner");
        if (runner != null && !runner.equals(RUNNER)) {
            test.problem("runner", "there is no runner \"" + runner + "\"", "there is only " + RUNNER);
        }
        String name = own + suffix;
        YamlMapping context = SuiteFile.keys("context").read(test.get("context"), "context");
        if (context != null) {
            context.withoutNothing();
        }
        SuiteTest.Container container = context == null ? SuiteTest.Container.DEFAULT : container(context);
        String plan = plan(test, context, name);
        if (plan.length() > MAX_PLAN) {
            value.problem("what the test does is longer than " + (MAX_PLAN >> 10) + " KiB", "use several tests");
        }
        String unmet = RunCondition.unmet(test);
        SuiteTest.Outcome outcome = outcome(test);
        return own == null || rule == null ? null : new SuiteTest(name, rule, unmet, container, plan, outcome, value);
    }

    private static String plan(YamlMapping test, @Nullable YamlMapping context, String name) {
        Plan chain = ProcessReader.chain(test, context, name);
        ExposedValues exposed = new ExposedValues();
        ResourceReader reader = new ResourceReader(exposed);
        Plan resources = reader.resources(test);
        Plan steps = new SystemCallReader(exposed).steps(test);
        Plan plan = new Plan()
                .number(0)
                .append(chain)
                .words(reader.addresses())
                .word(test.text("before", ""))
                .word(test.text("after", ""))
                .append(resources)
                .append(steps);
        return "p" + plan;
    }

    private static SuiteTest.Container container(YamlMapping context) {
        YamlMapping written = SuiteFile.keys("container").read(context.get("container"), "container");
        if (written == null) {
            return SuiteTest.Container.DEFAULT;
        }
        YamlMapping container = written.withoutNothing();
        Map<String, String> env = new LinkedHashMap<>();
        List<String> variables = ProcessReader.variables(container);
        variables.forEach(variable ->
                env.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1)));
        return new SuiteTest.Container(
                container.text("name", SuiteTest.Container.DEFAULT.name()), container.text("image"), env);
    }

    private static SuiteTest.Outcome outcome(YamlMapping test) {
        YamlMapping written = SuiteFile.keys("outcome").read(test.get("expectedOutcome"), "expectedOutcome");
        if (written == null) {
            return new SuiteTest.Outcome(null, null, Map.of());
        }
        YamlMapping outcome = written.withoutNothing();
        Map<String, String> fields = new LinkedHashMap<>();
        String hostname = outcome.text("hostname");
        if (hostname != null) {
            fields.put(HOSTNAME, hostname);
        }
        YamlMapping expected = outcome.mapping("outputFields", "outputFields");
        if (expected != null && expected.keys().size() > MAX_FIELDS) {
            expected.place().problem("\"outputFields\" has more than " + MAX_FIELDS + " fields", "");
        } else if (expected != null) {
            for (YamlValue field : expected.values()) {
                String text = field.text();
                if (text != null) {
                    fields.put(field.key(), text);
                }
            }
        }
        return new SuiteTest.Outcome(outcome.text("source"), PriorityName.of(outcome, "priority"), fields);
    }
}
