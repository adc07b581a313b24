// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An attack that reaches its effect in another way.
 *
 * @param attack the attack
 * @param way the way
 * @param scenario the attack as it is played this way
 */
public record Variant(Scenario attack, Way way, Scenario scenario) {
    /** The variants of an attack; empty for a scenario that no rule must detect, and for a recorded one. */
    public static List<Variant> of(Scenario attack) {
        return of(attack, AllowedNames.NOTHING);
    }

    /** The same, also by names that rules let through. */
    static List<Variant> of(Scenario attack, AllowedNames names) {
        boolean detected = attack.expectations().stream().anyMatch(Variant::isDetection);
        if (!detected || attack.recording() != null || attack.requirement() != null) {
            return List.of();
        }
        return Stream.concat(
                        Arrays.stream(Evasion.values())
                                .filter(evasion -> !evasion.needsName())
                                .map(evasion -> new Way(evasion, "")),
                        names.ways())
                .flatMap(way -> of(attack, way).stream())
                .toList();
    }

    /** Whether an expectation is that a rule detects the steps. */
    static boolean isDetection(Expectation expectation) {
        return expectation.outcome() == Expectation.Outcome.FIRES && expectation.from() == Expectation.From.STEPS;
    }

    private static Optional<Variant> of(Scenario attack, Way way) {
        List<Step> preparation = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<VariedStep.PodName> pods = new ArrayList<>();
        boolean varied = false;
        for (Step step : attack.steps()) {
            Step named = step;
            for (VariedStep.PodName pod : pods) {
                named = pod.in(named);
            }
            VariedStep change = VariedStep.of(attack, named, steps.size() + 1, way);
            if (change.pod() != null) {
                pods.add(change.pod());
            }
            preparation.addAll(change.preparation());
            steps.add(change.step());
            varied |= change.isVaried();
        }
        return varied
                ? Optional.of(new Variant(attack, way, attack.varied(attack.id() + "-" + way.id(), preparation, steps)))
                : Optional.empty();
    }

    /** Why the scenario can't show that the effect took place; empty if it does not only end without an error. */
    public String missingProof() {
        return Proof.missing(attack, scenario);
    }
}
