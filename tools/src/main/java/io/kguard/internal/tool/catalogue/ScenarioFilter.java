// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.report.Tactics;
import io.kguard.internal.verify.Attack;
import io.kguard.scenario.Expectation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which attacks a list shows. A criterion that is null selects all.
 *
 * @param tactic a tactic of ATT&amp;CK, as folders name it
 * @param technique a technique of ATT&amp;CK; one without a dot stands for its sub-techniques, too
 * @param rule a rule that the attack or its twin expects something of
 */
public record ScenarioFilter(
        @Nullable String tactic,
        @Nullable String technique,
        @Nullable String rule) {

    /** Whether it selects all. */
    public boolean isEmpty() {
        return tactic == null && technique == null && rule == null;
    }

    /**
     * The attacks that it selects, in their order; none if none has all values of the filter, or MITRE's tactic has none.
     *
     * @throws IllegalArgumentException if no attack has a value of the filter; the message names the nearest that there is
     */
    List<Attack> select(List<Attack> attacks) {
        Set<String> tactics = new TreeSet<>();
        Set<String> techniques = new TreeSet<>();
        Set<String> rules = new TreeSet<>();
        for (Attack attack : attacks) {
            tactics.add(attack.tactic());
            attack.scenario().techniques().forEach(id -> {
                techniques.add(id);
                techniques.add(parent(id));
            });
            attack.expectations().map(Expectation::rule).forEach(rules::add);
        }
        tactics.remove("");
        tactics.addAll(Tactics.ALL);
        List<Predicate<Attack>> criteria = new ArrayList<>();
        if (tactic != null) {
            check("tactic", tactic, tactics);
            criteria.add(attack -> attack.tactic().equals(tactic));
        }
        if (technique != null) {
            check("technique", technique, techniques);
            criteria.add(attack -> attack.scenario().techniques().stream()
                    .anyMatch(id -> id.equals(technique) || parent(id).equals(technique)));
        }
        if (rule != null) {
            check("rule", rule, rules);
            criteria.add(
                    attack -> attack.expectations().anyMatch(one -> one.rule().equals(rule)));
        }
        return attacks.stream()
                .filter(attack -> criteria.stream().allMatch(criterion -> criterion.test(attack)))
                .toList();
    }

    private static void check(String what, String value, Collection<String> known) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(
                    "no scenario has the " + what + " \"" + value + "\"; " + Nearest.hint(value, known));
        }
    }

    /** The technique that a sub-technique is of; the technique itself if it is none. */
    private static String parent(String technique) {
        return technique.replaceFirst("\\..*", "");
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "the tactic ", tactic);
        add(parts, "the technique ", technique);
        add(parts, "the rule ", rule);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String what, @Nullable String value) {
        if (value != null) {
            parts.add(what + "\"" + value + "\"");
        }
    }
}
