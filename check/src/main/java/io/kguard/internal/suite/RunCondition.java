// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static io.kguard.internal.yaml.YamlMapping.keys;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The condition {@code runIf}: on which machines a test runs. */
final class RunCondition {
    private static final Set<String> OPERATORS = keys("eq", "ne");

    private RunCondition() {}

    /** What the test requires and this machine does not have, as the end of a sentence; null if it runs here. */
    static @Nullable String unmet(YamlMapping test) {
        YamlMapping condition = SuiteFile.keys("condition").read(test.get("runIf"), "runIf");
        YamlValue arch = condition == null ? null : condition.withoutNothing().get("arch");
        YamlMapping comparison = SuiteFile.keys("comparison").read(arch, "arch");
        if (comparison == null) {
            return null;
        }
        String operator = comparison.text("op");
        String wanted = comparison.text("val");
        if (operator == null || wanted == null) {
            return null;
        }
        if (!OPERATORS.contains(operator)) {
            comparison.problem("op", "there is no operator \"" + operator + "\"", Nearest.hint(operator, OPERATORS));
            return null;
        }
        String here = here();
        boolean met = operator.equals("eq") == wanted.equals(here);
        return met
                ? null
                : (operator.equals("eq") ? "the architecture " : "another architecture than ") + wanted
                        + " (runIf), and this machine is " + here;
    }

    /** This machine's architecture, as Go calls it. */
    private static String here() {
        String name = System.getProperty("os.arch", "");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
