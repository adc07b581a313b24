// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.verify.Attack;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.Outcome;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Lists scenarios for people: the attacks by tactic, each with its techniques, its rules and its twins. */
public final class ScenarioList {
    private static final String WITHOUT_TACTIC = "in no folder of a tactic";

    private ScenarioList() {}

    /**
     * The list of a catalogue.
     *
     * @throws IllegalArgumentException if no scenario has a value of the filter
     */
    public static String of(ScenarioCatalogue catalogue, ScenarioFilter filter) {
        List<Attack> attacks = new ArrayList<>(filter.select(Attack.of(catalogue)));
        if (attacks.isEmpty() && !filter.isEmpty()) {
            return "There is no scenario about all of this: " + ConsoleText.of(filter.toString()) + ".";
        }
        attacks.sort(Comparator.comparing((Attack attack) -> attack.tactic().isEmpty())
                .thenComparing(Attack::tactic)
                .thenComparing(attack -> attack.scenario().id()));
        List<String> lines = new ArrayList<>();
        String tactic = null;
        for (Attack attack : attacks) {
            if (!attack.tactic().equals(tactic)) {
                tactic = attack.tactic();
                lines.add(tactic.isEmpty() ? WITHOUT_TACTIC : tactic);
            }
            add(lines, attack);
        }
        List<Attack> derived =
                attacks.stream().filter(attack -> attack.scenario().isDerived()).toList();
        attacks.removeAll(derived);
        long twins =
                attacks.stream().filter(attack -> !attack.twins().isEmpty()).count();
        lines.add("");
        lines.add(attacks.size() + (attacks.size() == 1 ? " attack, " : " attacks, ") + twins + " with a twin."
                + (derived.isEmpty() ? "" : " Derived from rules: " + derived.size() + ".")
                + " One in full: " + Wording.given("scenario") + "=ID");
        return lines.stream()
                .map(ConsoleText::of)
                .flatMap(line -> WrappedLine.of(line).stream())
                .collect(Collectors.joining("\n"));
    }

    private static void add(List<String> lines, Attack attack) {
        Scenario scenario = attack.scenario();
        lines.add("  " + scenario.id() + ": " + scenario.title());
        row(lines, "techniques", String.join(", ", scenario.techniques()));
        row(lines, "simulated", scenario.simulated());
        row(lines, "fires", rules(scenario, Outcome.FIRES));
        row(lines, "silent", rules(scenario, Outcome.SILENT));
        row(lines, "unseen", rules(scenario, Outcome.BLIND));
        row(lines, "derived", scenario.isDerived() ? "from the rule: it is no attack" : "");
        String skipped = ScenarioText.skipped(scenario);
        if (skipped != null) {
            row(lines, "skipped", skipped);
        }
        attack.twins().forEach(twin -> row(lines, "twin", twin.id() + ": " + twin.title()));
    }

    private static void row(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add("    " + name + " ".repeat(12 - name.length()) + value);
        }
    }

    static String rules(Scenario scenario, Outcome outcome) {
        return scenario.expectations().stream()
                .filter(expectation -> expectation.outcome() == outcome)
                .map(Expectation::rule)
                .collect(Collectors.joining(", "));
    }
}
