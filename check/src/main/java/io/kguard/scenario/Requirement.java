// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario requires.
 *
 * @param needs what it needs of the rules
 * @param falco the versions of Falco for which it is; null if it is for all, or once it is known to be for that of the rules
 * @param missing what it requires and does not have, as the end of a sentence; null if it can be played
 * @param unset what rules lack of what it needs
 * @param values what the rules have for values of its file
 */
record Requirement(
        List<Need> needs,
        @Nullable FalcoRange falco,
        @Nullable String missing,
        List<Unset> unset,
        Map<String, String> values) {
    static final Requirement NONE = new Requirement(List.of(), null, null, List.of(), Map.of());

    /**
     * Something that rules lack.
     *
     * @param why what is there in its place
     */
    record Unset(Need need, String why) {}

    Requirement {
        needs = List.copyOf(needs);
        unset = List.copyOf(unset);
        values = Map.copyOf(values);
    }

    /** Something that no machine offers; nothing if it is null. */
    static Requirement of(@Nullable String missing) {
        return missing == null ? NONE : new Requirement(List.of(), null, missing, List.of(), Map.of());
    }

    /** The same with something of rules that are not known yet. */
    Requirement with(List<Need> ofRules, @Nullable FalcoRange ofFalco) {
        return new Requirement(ofRules, ofFalco, missing, List.of(), Map.of());
    }

    /** The same with what some rules have. */
    Requirement in(LoadResult rules) {
        List<Unset> lacking = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (Need need : needs) {
            String why = need.unmet(rules);
            if (why != null) {
                lacking.add(new Unset(need, why));
            }
            known.putAll(need.values(rules));
        }
        if (falco == null || falco.has(rules.version())) {
            return new Requirement(needs, null, missing, lacking, known);
        }
        String other = "Falco " + falco.text() + ", and this run is as Falco " + rules.version() + " is";
        return new Requirement(needs, falco, other, lacking, known);
    }

    /** The same where what the rules have does not fit into the scenario's file. */
    Requirement unfit(String why) {
        String what = needs.stream().map(Need::toString).collect(Collectors.joining(" and "));
        return new Requirement(
                needs,
                falco,
                what + " that fits. It has " + String.join(", ", values.values()) + ": " + why,
                List.of(),
                Map.of());
    }

    /** The settings that a rule waits for; empty for none. */
    Optional<MissingSettings> unsetFor(Rule rule) {
        List<Unset> concerned =
                unset.stream().filter(lacking -> lacking.need().concerns(rule)).toList();
        return concerned.isEmpty()
                ? Optional.empty()
                : Optional.of(new MissingSettings(
                        concerned.stream().map(Unset::why).collect(Collectors.joining(", and ")),
                        concerned.stream()
                                .map(lacking -> lacking.need().override())
                                .toList()));
    }
}
