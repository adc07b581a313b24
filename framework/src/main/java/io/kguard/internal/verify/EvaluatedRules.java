// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.Diagnostic;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Location;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that can be judged.
 *
 * @param loaded the loaded rule files
 * @param evaluated the names of the rules that are evaluated
 */
record EvaluatedRules(LoadResult loaded, Set<String> evaluated) {
    static EvaluatedRules of(LoadResult loaded, RuleSet rules) {
        return new EvaluatedRules(loaded, rules.rules().stream().map(Rule::name).collect(Collectors.toSet()));
    }

    /** Why a rule can't be judged, as the end of a sentence; empty if it can. */
    Optional<String> reasonAgainst(String rule) {
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

    /** The diagnostic that kept a rule from being loaded although it is not an error. */
    private Optional<Diagnostic> skipped(String rule) {
        return skipped().stream()
                .filter(warning -> warning.locations().stream()
                        .anyMatch(at -> at.kind() == Location.Kind.RULE && rule.equals(at.name())))
                .findFirst();
    }

    /** The diagnostics of rules that were skipped when they were loaded. */
    List<Diagnostic> skipped() {
        return loaded.warnings().stream()
                .filter(warning -> switch (warning.code()) {
                    case LOAD_UNKNOWN_FILTER, LOAD_UNKNOWN_SOURCE -> true;
                    default -> false;
                })
                .filter(warning -> warning.locations().stream().anyMatch(at -> at.kind() == Location.Kind.RULE))
                .toList();
    }

    private static String skipped(Diagnostic warning) {
        return "the rule was skipped when it was loaded (" + warning.position() + "): "
                + warning.message().strip();
    }
}
