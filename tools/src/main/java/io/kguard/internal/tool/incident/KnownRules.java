// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.engine.RuleSet;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule of an incident must be among those that the test is for. */
final class KnownRules {
    private KnownRules() {}

    /** Says that the events of a file trigger nothing. */
    static IncidentException silent(@Nullable String rule, String kind, Path file) {
        return new IncidentException((rule == null ? "no rule fires" : "the rule \"" + rule + "\" does not fire")
                + " on the " + kind + " " + file + ", so there is nothing to test");
    }

    static void require(RuleSet rules, String name) {
        List<String> names = rules.rules().stream().map(Rule::name).toList();
        if (!names.contains(name)) {
            String nearest = Nearest.of(name, names);
            throw new IncidentException("the rule \"" + name + "\" is not among the rules that are loaded and enabled"
                    + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
    }
}
