// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A scenario for one rule, to begin with.
 *
 * @param text the text of its file; empty if there is none
 * @param problem why there is none; empty if there is one
 */
public record DerivedScenario(String text, String problem) {
    /**
     * A scenario that passes on a rule.
     *
     * @param files the rule files
     * @param name the rule's name
     * @param id the id of the scenario
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if the scenario can't be tried
     */
    public static DerivedScenario of(List<Path> files, String name, String id) throws IOException {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(files);
        RuleSet rules = RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT));
        Rule rule = rules.rules().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (rule == null) {
            return new DerivedScenario("", unknown(name, loaded));
        }
        RuleDerivation derivation = RuleDeriver.derive(rules, rule);
        if (derivation.acts().isEmpty()) {
            return new DerivedScenario("", "no act was found that fires \"" + name + "\": " + derivation.why());
        }
        String text = DerivedText.of(derivation, id);
        List<String> problems = Derive.problems(text, rules, rule);
        return problems.isEmpty()
                ? new DerivedScenario(text, "")
                : new DerivedScenario("", "what was found for \"" + name + "\" does not hold: " + problems.get(0));
    }

    private static String unknown(String name, LoadResult loaded) {
        if (loaded.rule(name).isPresent()) {
            return "the file of the rule \"" + name + "\" disables it";
        }
        String near = Nearest.of(name, loaded.rules().stream().map(Rule::name).toList());
        return "there is no rule \"" + name + "\"" + (near == null ? "" : "; did you mean \"" + near + "\"?");
    }
}
