// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.result.RuleFacts;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.Unloaded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that can be judged.
 *
 * @param loaded the loaded rule files
 * @param evaluated the names of the rules that are evaluated
 * @param base the names of those that are of the base, and that own files leave as they are
 */
public record EvaluatedRules(LoadResult loaded, Set<String> evaluated, Set<String> base) {
    public static EvaluatedRules of(LoadResult loaded, RuleSet rules) {
        return of(loaded, rules, Set.of());
    }

    static EvaluatedRules of(LoadResult loaded, RuleSet rules, Set<String> base) {
        return new EvaluatedRules(loaded, rules.rules().stream().map(Rule::name).collect(Collectors.toSet()), base);
    }

    /** The rules that loaded and are own ones. */
    List<Rule> own() {
        return loaded.rules().stream().filter(rule -> isOwn(rule.name())).toList();
    }

    boolean isOwn(String rule) {
        return !base.contains(rule);
    }

    /** Why a rule can't be judged, as the end of a sentence; empty if it can. */
    public Optional<String> reasonAgainst(String rule) {
        if (evaluated.contains(rule)) {
            return Optional.empty();
        }
        Optional<String> reason = loaded.rule(rule)
                .map(EvaluatedRules::left)
                .or(() -> skipped(rule).map(EvaluatedRules::skipped));
        return Optional.of(reason.orElseGet(() -> "no rule with this name is loaded"
                + Optional.ofNullable(Nearest.of(rule, names()))
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("")));
    }

    private List<String> names() {
        return loaded.rules().stream().map(Rule::name).toList();
    }

    private static String left(Rule rule) {
        return rule.enabled()
                ? "falco.yaml leaves the rule out (by rules or priority)"
                : "the rule is disabled: enabled: false (" + rule.position() + ")";
    }

    /** What kept a rule from being loaded although it is not an error. */
    private Optional<Unloaded> skipped(String rule) {
        return loaded.unloaded().stream()
                .filter(left -> left.name().equals(rule))
                .findFirst();
    }

    private static String skipped(Unloaded left) {
        return "the rule was skipped when it was loaded (" + left.position() + "): "
                + left.why().message().strip();
    }

    /** The names of what is left out although it should be loaded. */
    public List<String> unloaded() {
        return loaded.unloaded().stream().map(Unloaded::name).toList();
    }

    /** What the thresholds of coverage are about: the own rules that are evaluated, and what is left out although it should be. */
    List<RuleFacts> counted(List<Rule> rules) {
        return Stream.concat(
                        rules.stream().filter(rule -> isOwn(rule.name())).map(RuleFacts::of),
                        loaded.unloaded().stream().map(RuleFacts::of))
                .toList();
    }
}
