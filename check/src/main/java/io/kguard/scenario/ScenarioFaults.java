// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.scenario.Expectation.From;
import io.kguard.scenario.Expectation.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a scenario of Java. A file is checked by its readers, which name the line and the column. */
final class ScenarioFaults {
    private final Scenario scenario;
    private final List<Expectation> said;
    private final @Nullable Scenario attack;

    private ScenarioFaults(Scenario scenario, List<Expectation> said, @Nullable Scenario attack) {
        this.scenario = scenario;
        this.said = said;
        this.attack = attack;
    }

    /**
     * The first fault, as the end of a sentence; empty if there is none.
     *
     * @param said what the scenario itself says of rules; a twin's other expectations come from its attack
     * @param attack the attack, if it is a twin; null if it is none
     */
    static String of(Scenario scenario, List<Expectation> said, @Nullable Scenario attack) {
        ScenarioFaults faults = new ScenarioFaults(scenario, said, attack);
        return Stream.<String>of(
                        faults.name(), faults.kind(), faults.stage(), faults.targets(), faults.rules(), faults.twin())
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String name() {
        if (!ScenarioReader.ID.matcher(scenario.id()).matches()) {
            return "\"" + scenario.id() + "\" can't name a scenario: lower-case words and digits, joined by -";
        }
        return scenario.techniques().stream()
                .filter(technique ->
                        !ScenarioReader.TECHNIQUE.matcher(technique).matches())
                .map(technique -> "\"" + technique + "\" is not an ATT&CK technique such as T1059.004")
                .findFirst()
                .orElse("");
    }

    private String kind() {
        if (scenario.isDerived() && !scenario.techniques().isEmpty()) {
            return "a derived scenario has no techniques: leave out attack() or derived()";
        }
        if (scenario.isDerived() && !scenario.simulated().isEmpty()) {
            return "a derived scenario simulates no attack: leave out simulated() or derived()";
        }
        boolean plain = scenario.expectations().isEmpty()
                && scenario.recording() == null
                && scenario.reactions().isEmpty()
                && scenario.requirement() == null
                && !scenario.isDerived()
                && attack == null;
        return switch (scenario.kind()) {
            case CHECKED -> "";
            case WORKLOAD ->
                plain && scenario.techniques().isEmpty() && !scenario.steps().isEmpty()
                        ? ""
                        : "a workload is measured: it has steps, and no attack, rules, recording, reactions or twin";
            case UNPROVEN ->
                plain && scenario.effects().isEmpty() && !scenario.steps().isEmpty()
                        ? ""
                        : "an attack without proof checks no rule: it has steps, and no rules, effects, recording,"
                                + " reactions or twin";
        };
    }

    private String stage() {
        boolean idle = scenario.steps().isEmpty() && scenario.effects().isEmpty();
        List<Pod> pods = scenario.pods();
        if (scenario.recording() != null) {
            boolean empty = scenario.cluster() == null
                    && scenario.reactions().isEmpty()
                    && pods.isEmpty()
                    && scenario.peers().isEmpty();
            return idle && empty
                    ? ""
                    : "nothing of a recording is played: it has no cluster, reactions, pods, peers, steps or effects";
        }
        boolean needsCluster = !scenario.reactions().isEmpty()
                || scenario.steps().stream().anyMatch(Step.Kubectl.class::isInstance)
                || scenario.effects().stream()
                        .anyMatch(effect -> !(effect instanceof Effect.FileExists || effect instanceof Effect.Stopped));
        if (scenario.cluster() == null && needsCluster) {
            return "kubectl, reactions and effects in a cluster need a cluster: call cluster()";
        }
        if (scenario.cluster() == null && pods.isEmpty() && scenario.requirement() == null) {
            return "it has no pod";
        }
        Set<String> names = new HashSet<>();
        return pods.stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> !names.add(name))
                .map(name -> "two pods are named " + name)
                .findFirst()
                .orElse("");
    }

    private String targets() {
        BuiltTargets targets = new BuiltTargets(scenario.pods());
        scenario.steps().forEach(step -> step.accept(targets));
        scenario.effects().forEach(effect -> effect.accept(targets));
        return targets.fault();
    }

    private String rules() {
        Set<String> names = new HashSet<>();
        for (Expectation rule : said) {
            if (!names.add(rule.rule())) {
                return "the rule " + rule.rule() + " is expected to do two things: name it once";
            }
            if (rule.outcome() == Outcome.BLIND && scenario.effects().isEmpty()) {
                return "a blind spot needs an effect as proof of what was done: call effect()";
            }
            boolean played = scenario.recording() == null && scenario.requirement() == null;
            if (rule.isFires()
                    && rule.from() != From.START
                    && played
                    && scenario.steps().isEmpty()) {
                return "there are no steps that could trigger the rules; if the start of the pods does, call"
                        + " firesFromStart()";
            }
        }
        return scenario.effects().stream()
                .filter(effect -> effect instanceof Effect.Stopped stopped && !scenario.mustFire(stopped.rule()))
                .map(effect -> effect.origin() + ": the scenario does not have to fire the rule of " + effect)
                .findFirst()
                .orElse("");
    }

    private String twin() {
        if (attack == null) {
            return "";
        }
        List<Expectation> fired =
                attack.expectations().stream().filter(Expectation::isFires).toList();
        if (attack.kind() != Scenario.Kind.CHECKED || attack.isTwin()) {
            return attack.id() + " is no attack that could have a twin";
        }
        if (attack.expectations().stream().anyMatch(rule -> rule.outcome() == Outcome.BLIND)) {
            return "a blind spot has no twin: " + attack.id() + " shows one";
        }
        if ((attack.recording() == null) != (scenario.recording() == null)) {
            return "of an attack and its twin both are recorded or none: call step() or recording()";
        }
        if (scenario.recording() == null && scenario.steps().isEmpty()) {
            return "the twin does nothing: silence proves nothing if nothing is done";
        }
        if (!fired.isEmpty() && fired.stream().allMatch(rule -> scenario.mustFire(rule.rule()))) {
            return "the twin triggers every rule of its attack: at least one must stay silent";
        }
        boolean control = scenario.pods().equals(attack.pods()) && hasSameCluster(attack);
        return fired.stream()
                .filter(rule -> rule.from() == From.CONTAINERS)
                .filter(rule -> !control || scenario.mustFire(rule.rule()))
                .map(rule -> "\"" + rule.rule() + "\" may fire without the steps of the attack: the twin that shows"
                        + " the opposite must have the same pods and cluster, and keep it silent")
                .findFirst()
                .orElse("");
    }

    private boolean hasSameCluster(Scenario other) {
        ClusterSetup cluster = scenario.cluster();
        return cluster == null ? other.cluster() == null : cluster.equals(other.cluster());
    }
}
