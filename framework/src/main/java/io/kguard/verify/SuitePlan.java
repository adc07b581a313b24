package io.kguard.verify;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The checks of a suite: each scenario with the rules of its expectations that are loaded.
 *
 * @param rules the rules
 * @param checks what is judged in each scenario; scenarios without a loaded rule are left out
 * @param notLoaded names that scenarios expect something of and that are not in this rule set
 * @param disabled rules that scenarios expect something of and that their files or the {@code falco.yaml} disable
 */
public record SuitePlan(
        RuleSet rules, Map<Scenario, List<Expectation>> checks, Set<String> notLoaded, Set<String> disabled) {

    /**
     * Loads rules and scenarios, and pairs them.
     *
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws io.kguard.scenario.ScenarioException if the scenarios do not
     */
    public static SuitePlan of(VerifyOptions options) {
        LoadResult loaded = RuleLoader.of(options.falco()).load(options.rules());
        EngineOptions engine = EvaluationSettings.of(
                        options.falco(), options.config(), options.matching(), options.enableAll())
                .withExplanations(true);
        RuleSet rules = RuleSet.compile(loaded, engine);
        ScenarioCatalogue catalogue = ScenarioCatalogue.load(options.catalogue(), options.scenarios());
        return pair(loaded, rules, catalogue);
    }

    private static SuitePlan pair(LoadResult loaded, RuleSet rules, ScenarioCatalogue catalogue) {
        Set<String> evaluated = names(rules.rules());
        Set<String> known = names(loaded.rules());
        Map<Scenario, List<Expectation>> checks = new LinkedHashMap<>();
        Set<String> notLoaded = new TreeSet<>();
        Set<String> disabled = new TreeSet<>();
        for (Scenario scenario : catalogue.scenarios()) {
            List<Expectation> judged = new ArrayList<>();
            for (Expectation expectation : scenario.expectations()) {
                String rule = expectation.rule();
                if (evaluated.contains(rule)) {
                    judged.add(expectation);
                } else {
                    (known.contains(rule) ? disabled : notLoaded).add(rule);
                }
            }
            if (!judged.isEmpty()) {
                checks.put(scenario, List.copyOf(judged));
            }
        }
        return new SuitePlan(rules, checks, notLoaded, disabled);
    }

    private static Set<String> names(List<Rule> rules) {
        return rules.stream().map(Rule::name).collect(Collectors.toSet());
    }

    /** The number of checks. */
    public int size() {
        return checks.values().stream().mapToInt(List::size).sum();
    }
}
