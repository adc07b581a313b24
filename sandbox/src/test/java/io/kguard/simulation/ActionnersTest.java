// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.RuleSet;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.reaction.ReactionReader;
import io.kguard.reaction.ReactionResult;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each actionner changes the cluster when an attack sets it off, and does nothing in the attack's twin. Without the reaction
 * the same attack does not have the effect.
 */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionnersTest {
    private static final String RULES = """
            - rule: Shell
              desc: A shell in a pod
              condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash
              output: Shell (pod=%k8s.pod.name ns=%k8s.ns.name)
              priority: NOTICE
            - rule: Object created
              desc: Somebody creates a config map
              condition: jevt.value[/stage] = ResponseComplete and ka.verb = create and ka.target.resource = configmaps
              output: Created (%ka.target.resource %ka.target.name %ka.target.namespace)
              priority: NOTICE
              source: k8s_audit
            - rule: Object deleted
              desc: Somebody deletes a config map
              condition: jevt.value[/stage] = ResponseComplete and ka.verb = delete and ka.response.code = 200 and ka.target.name = unwanted
              output: Deleted (user=%ka.user.name %ka.target.resource %ka.target.name)
              priority: NOTICE
              source: k8s_audit
            - rule: Log read
              desc: Somebody reads the log of a pod
              condition: jevt.value[/stage] = ResponseComplete and ka.target.subresource = log
              output: Log (user=%ka.user.name pod=%ka.target.name)
              priority: NOTICE
              source: k8s_audit
            """;

    /** A pod of a ReplicaSet, on the first of two nodes. */
    private static final String BASE = """
            scenario: attack
            title: A pod is attacked
            attack: [T1609]
            cluster:
              nodes: 2
              objects:
                - apiVersion: apps/v1
                  kind: ReplicaSet
                  metadata: {name: web-5d, namespace: shop}
                  spec:
                    replicas: 1
                    selector: {matchLabels: {app: web}}
                    template:
                      metadata: {labels: {app: web}}
                      spec: {containers: [{name: web, image: base, command: [tail, -f, /etc/hostname]}]}
            pods:
              - metadata:
                  name: web-5d-0
                  namespace: shop
                  labels: {app: web}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, controller: true}]
                spec: {containers: [{name: web, image: base, command: [tail, -f, /etc/hostname]}]}
            """;

    private static final String SHELL = "exec: {pod: web-5d-0, command: [bash, -c, id], exit: any}";
    /** The shell runs on, in the background. */
    private static final String LASTING_SHELL = "exec: {pod: web-5d-0, exit: any, leaves: running, command: [sh, -c,"
            + " \"bash -c 'echo >/tmp/on; sleep 600; true' & until [ -e /tmp/on ]; do sleep 0.01; done\"]}";

    private static final String PROGRAM = "exec: {pod: web-5d-0, command: [id], output: uid=0}";
    private static final String CREATION = "kubectl: [create, configmap, -n, shop, unwanted]";
    private static final String LOOK = "kubectl: [get, configmap, -n, shop]";

    /**
     * An attack with a reaction.
     *
     * @param target what is changed
     * @param rule the rule that it fires
     * @param step what is done
     * @param actions what is done about it
     * @param effects the scenario's effects; may be empty
     * @param causes a rule that only the reaction fires; may be empty
     * @param printed what the reaction's result has to say; may be empty
     * @param twin what is done in the twin
     */
    private record Attack(
            String target,
            String rule,
            String step,
            String actions,
            String effects,
            String causes,
            String printed,
            String twin) {
        static Attack onPod(String actions, String... effects) {
            return on("pod shop/web-5d-0", actions, effects);
        }

        static Attack onNode(String actions, String... effects) {
            return on("node kguard-node", actions, effects);
        }

        static Attack on(String target, String actions, String... effects) {
            return new Attack(target, "Shell", SHELL, actions, String.join(", ", effects), "", "", PROGRAM);
        }

        Attack with(String otherStep) {
            return new Attack(target, rule, otherStep, actions, effects, causes, printed, twin);
        }

        Attack printing(String text) {
            return new Attack(target, rule, step, actions, effects, causes, text, twin);
        }

        Attack causing(String otherRule) {
            return new Attack(target, rule, step, actions, effects, otherRule, printed, twin);
        }

        String text() {
            return BASE + "fires: [" + rule + "]\nsteps: [{" + step + "}]\n"
                    + (effects.isEmpty() ? "" : "effects: [" + effects + "]\n")
                    + "twin: {scenario: twin, title: The pod is used, steps: [{" + twin + "}]}\n";
        }

        String reacting() {
            return text() + "reactions: [{rule: React, match: {rules: [" + rule + "]}, actions: [" + actions + "]}]\n";
        }
    }

    private static final Map<String, Attack> ATTACKS = attacks();
    /** What ends the attacker or cuts it off; the rest does not depend on how containers are run. */
    private static final Set<String> ON_DOCKER = Set.of("kubernetes:terminate", "kubernetes:networkpolicy");

    private Simulator simulator;
    private RuleSet rules;

    private static Map<String, Attack> attacks() {
        Map<String, Attack> all = new LinkedHashMap<>();
        all.put(
                "kubernetes:terminate",
                Attack.onPod(
                                "{actionner: kubernetes:terminate}",
                                "{gone: {pod: web-5d-0}}",
                                "{stopped: {within: 1m}}",
                                "{replaced: {pod: web-5d-0}}")
                        .with(LASTING_SHELL));
        all.put(
                "kubernetes:delete",
                new Attack(
                        "configmap shop/unwanted",
                        "Object created",
                        CREATION,
                        "{actionner: kubernetes:delete}",
                        "",
                        "Object deleted",
                        "",
                        LOOK));
        all.put(
                "kubernetes:label",
                Attack.onPod(
                        "{actionner: kubernetes:label, parameters: {labels: {suspicious: 'true'}}}",
                        object("Pod, namespace: shop, name: web-5d-0", "metadata: {labels: {suspicious: 'true'}}")));
        all.put(
                "kubernetes:annotation",
                Attack.onNode(
                        "{actionner: kubernetes:annotation, parameters: {level: node, annotations: {seen: 'yes'}}}",
                        object("Node, name: kguard-node", "metadata: {annotations: {seen: 'yes'}}")));
        all.put(
                "kubernetes:networkpolicy",
                Attack.on(
                        "networkpolicy shop/web",
                        "{actionner: kubernetes:networkpolicy}",
                        "{unreachable: {pod: web-5d-0, address: 203.0.113.66, port: 4444}}"));
        all.put(
                "kubernetes:cordon",
                Attack.onNode(
                        "{actionner: kubernetes:cordon}",
                        object("Node, name: kguard-node", "spec: {unschedulable: true}")));
        all.put(
                "kubernetes:drain",
                Attack.onNode(
                        "{actionner: kubernetes:cordon}, {actionner: kubernetes:drain}",
                        "{gone: {pod: web-5d-0}}",
                        "{replaced: {pod: web-5d-0, node: kguard-node-2}}"));
        all.put(
                "kubernetes:exec",
                Attack.onPod(
                                "{actionner: kubernetes:exec, additional_contexts: [k8snode], parameters: {command:"
                                        + " 'echo ${K8S_POD_NAME} $RULE ${NODE_HOSTNAME} >/tmp/seen; cat /tmp/seen'}}",
                                "{file: {pod: web-5d-0, path: /tmp/seen, contains: web-5d-0 Shell kguard-node}}")
                        .printing("web-5d-0 Shell kguard-node\n"));
        all.put(
                "kubernetes:script",
                Attack.onPod(
                                "{actionner: kubernetes:script, parameters: {script:"
                                        + " \"cat /etc/hostname >/tmp/from\\ncat /tmp/from\\n\"}}",
                                "{file: {pod: web-5d-0, path: /tmp/from, contains: web-5d-0}}")
                        .printing("web-5d-0\n"));
        all.put(
                "kubernetes:log",
                Attack.onPod("{actionner: kubernetes:log}").causing("Log read").printing("web-5d-0\n"));
        all.put(
                "cluster:removenode",
                Attack.onNode(
                        "{actionner: cluster:removenode}",
                        "{gone: {pod: web-5d-0}}",
                        "{replaced: {pod: web-5d-0, node: kguard-node-2}}"));
        return all;
    }

    private static String object(String named, String has) {
        return "{object: {kind: " + named + ", has: {" + has + "}}}";
    }

    @BeforeAll
    void open() {
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = WrittenRules.compile(RULES);
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    @Test
    void eachActionnerHasItsAttack() {
        assertThat(ATTACKS).containsOnlyKeys(ReactionReader.actionners());
    }

    Stream<Arguments> attacksHere() {
        boolean docker = SimulatorOptions.configured().sandbox().runtime() == ContainerRuntime.DOCKER;
        return ATTACKS.entrySet().stream()
                .filter(attack -> !docker || ON_DOCKER.contains(attack.getKey()))
                .map(attack -> Arguments.of(attack.getKey(), attack.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksHere")
    void changesTheClusterOnAnAttackAlone(String actionner, Attack attack) {
        List<Scenario> both = ScenarioReader.read("test", attack.reacting());

        Detections answered = simulator.run(both.get(0), rules);
        assertThat(answered.doubts()).isEmpty();
        assertThat(missing(attack, answered)).isEmpty();
        assertThat(answered.reactions()).allMatch(ReactionResult::isDone).anySatisfy(result -> {
            assertThat(result.actionner()).isEqualTo(actionner);
            assertThat(result.target()).startsWith(attack.target());
            assertThat(result.detail()).contains(attack.printed());
        });

        Detections used = simulator.run(both.get(1), rules);
        assertThat(used.reactions()).isEmpty();
        assertThat(Judge.judge(used, Expectation.silent(attack.rule()))).isEqualTo(new Verdict.Passed());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksHere")
    void withoutItTheSameAttackChangesNothing(String actionner, Attack attack) {
        Detections alone =
                simulator.run(ScenarioReader.read("test", attack.text()).get(0), rules);

        assertThat(alone.firedRules())
                .as("without %s: %s", actionner, alone.doubts())
                .contains(attack.rule());
        assertThat(missing(attack, alone)).isNotEmpty();
        assertThat(alone.doubts()).allMatch(doubt -> doubt.contains("the effect did not take place"));
    }

    /** What an actionner should have done, and did not. */
    private static List<String> missing(Attack attack, Detections detections) {
        Stream<String> effects =
                detections.doubts().stream().filter(doubt -> doubt.contains("the effect did not take place"));
        Stream<String> silent = Stream.of(attack.causes())
                .filter(rule -> !rule.isEmpty() && !detections.firedRules().contains(rule));
        return Stream.concat(effects, silent).toList();
    }
}
