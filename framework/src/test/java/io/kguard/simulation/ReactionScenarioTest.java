// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.assertion.KguardAssertions;
import io.kguard.engine.RuleSet;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.ReactionResult.Outcome;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What reactions do to a cluster, with real containers; and that the effects are not there without them. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactionScenarioTest {
    private static final String RULES = """
            - rule: Shell
              desc: A shell in a pod
              condition: evt.type in (execve, execveat) and container.id != host and proc.name = bash
              output: Shell (pod=%k8s.pod.name ns=%k8s.ns.name command=%proc.cmdline)
              priority: NOTICE
            - rule: Object created
              desc: Somebody creates an object
              condition: jevt.value[/stage] = ResponseComplete and ka.verb = create and ka.target.name contains wanted
              output: Created (%ka.target.resource %ka.target.name %ka.target.namespace)
              priority: WARNING
              source: k8s_audit
            """;

    /** A pod without an owner. */
    private static final String ALONE = """
            scenario: alone
            title: A shell by exec
            attack: [T1609]
            cluster: {}
            pods:
              - {metadata: {name: alone, namespace: shop, labels: {app: alone}}, spec: {containers: [{name: main, image: base}]}}
            fires: [Shell]
            """;

    /** A pod of a ReplicaSet, on the first of two nodes. */
    private static final String OWNED = """
            scenario: owned
            title: A shell by exec
            attack: [T1609]
            cluster:
              nodes: 2
              objects:
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
                - apiVersion: apps/v1
                  kind: ReplicaSet
                  metadata:
                    name: web-5d
                    namespace: shop
                    ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]
                  spec:
                    replicas: 1
                    selector: {matchLabels: {app: web}}
                    template:
                      metadata: {labels: {app: web}}
                      spec: {containers: [{name: web, image: base}]}
            pods:
              - metadata:
                  name: web-5d-0
                  namespace: shop
                  labels: {app: web}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, controller: true}]
                spec: {containers: [{name: web, image: base}]}
            fires: [Shell]
            """;

    private static final String TEMPLATE = """
                    template:
                      metadata: {labels: {app: web}}
                      spec: {containers: [{name: web, image: base}]}
            """;
    private static final String SHELL = "steps: [{exec: {pod: alone, command: [bash, -c, id]}}]\n";
    private static final String KILLED_SHELL =
            "steps: [{exec: {pod: web-5d-0, command: [bash, -c, sleep 600], exit: 137}}]\n";

    private Simulator simulator;
    private RuleSet rules;

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
    void aReplicaSetWithoutATemplateReplacesNothing() {
        String without = OWNED.replace(TEMPLATE, "");
        Detections detections = play(without + reaction("{actionner: kubernetes:terminate}") + KILLED_SHELL + """
                effects:
                  - replaced: {pod: web-5d-0}
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .endsWith(
                        "pod web-5d-0 is replaced: no running pod is in its place; its ReplicaSet or StatefulSet needs"
                                + " a template");
    }

    @Test
    void aDisruptionBudgetStopsTheDrain() {
        String guarded = OWNED.replace("  objects:\n", """
                  objects:
                    - apiVersion: policy/v1
                      kind: PodDisruptionBudget
                      metadata: {name: web, namespace: shop}
                      spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                """);
        Detections detections = play(guarded + reaction("{actionner: kubernetes:drain}")
                + "steps: [{exec: {pod: web-5d-0, command: [bash, -c, id]}}]\n");

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .contains("the node 'kguard-node' has not been fully drained: 0 pods ignored, 1 eviction errors");
    }

    @Test
    void aCordonedNodeTakesNoPods() {
        Detections detections = play(ALONE + reaction("{actionner: kubernetes:cordon}") + """
                steps:
                  - exec: {pod: alone, command: [bash, -c, id]}
                  - kubectl:
                      args: [wait, "--for=jsonpath={.spec.unschedulable}=true", node/kguard-node, --timeout=30s]
                  - kubectl: [run, -n, shop, late, --image=base, --restart=Never, --, sleep, infinity]
                effects:
                  - object:
                      kind: Pod
                      namespace: shop
                      name: late
                      has:
                        status:
                          conditions:
                            - {reason: Unschedulable, message: "0/1 nodes are available: 1 node(s) were unschedulable."}
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void aPodIsMarkedAndTheMarkIsRemovedAgain() {
        Detections detections = play(ALONE
                + reaction(
                        "{actionner: kubernetes:label, parameters: {labels: {suspicious: 'true', app: ''}}}",
                        "{actionner: kubernetes:annotation, parameters: {annotations: {example.com/seen: 'yes'}}}",
                        "{actionner: kubernetes:annotation, parameters: {level: node, annotations: {bad: 'yes'}}}")
                + SHELL + """
                effects:
                  - object:
                      kind: Pod
                      namespace: shop
                      name: alone
                      has: {metadata: {labels: {suspicious: "true"}, annotations: {example.com/seen: "yes"}}}
                  - object: {kind: Node, name: kguard-node, has: {metadata: {annotations: {bad: "yes"}}}}
                """);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.reactions()).hasSize(3).allMatch(ReactionResult::isDone);
    }

    @Test
    void aCommandThatFailsIsAnErrorUnlessErrorsAreIgnored() {
        String fails = "actionner: kubernetes:exec, parameters: {command: 'echo wrong >&2; exit 3'}";
        Detections detections = play(ALONE + reaction("{" + fails + "}", "{actionner: kubernetes:cordon}") + SHELL);
        Detections ignored = play(
                ALONE + reaction("{" + fails + ", ignore_errors: true}", "{actionner: kubernetes:cordon}") + SHELL);

        assertThat(detections.doubts())
                .containsExactly("a reaction failed: kubernetes:exec on pod shop/alone for \"Shell\": wrong");
        assertThat(detections.reactions()).hasSize(1);
        assertThat(ignored.doubts()).isEmpty();
        assertThat(ignored.reactions())
                .extracting(ReactionResult::outcome)
                .containsExactly(Outcome.ERROR_IGNORED, Outcome.DONE);
    }

    @Test
    void theObjectOfAnAuditEventIsDeleted() {
        String created = """
                steps: [{kubectl: [create, configmap, -n, shop, unwanted]}]
                effects:
                  - object: {kind: ConfigMap, namespace: shop, name: unwanted, has: {}}
                """;
        String delete = """
                reactions:
                  - rule: Delete it
                    match: {rules: [Object created]}
                    actions: [{actionner: kubernetes:delete}]
                """;

        assertThat(play(ALONE + delete + created).doubts())
                .singleElement()
                .asString()
                .endsWith("there is no such object");
        assertThat(play(ALONE + created).doubts()).isEmpty();
    }

    @Test
    void aStandalonePodIsLeftAlone() {
        Detections detections = play(ALONE
                + reaction("{actionner: kubernetes:terminate, parameters: {ignore_standalone_pods: true}}")
                + SHELL);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.reactions())
                .singleElement()
                .extracting(ReactionResult::outcome)
                .isEqualTo(Outcome.LEFT_ALONE);
        assertThatThrownBy(() ->
                        KguardAssertions.assertThat(detections).reactedWith("kubernetes:terminate", "pod shop/alone"))
                .isInstanceOf(AssertionError.class);
        assertThat(detections.notes()).anyMatch(note -> note.contains("is a standalone pod and will be ignored"));
    }

    @Test
    void aDryRunAndWhatIsNotSimulatedChangeNothingAndSaySo() {
        Detections detections = play(ALONE + """
                reactions:
                  - rule: Try it
                    match: {rules: [Shell]}
                    dry_run: true
                    actions: [{actionner: kubernetes:terminate}]
                  - rule: Dump it
                    match: {rules: [Shell]}
                    continue: false
                    actions:
                      - {actionner: kubernetes:tcpdump, output: {target: "aws:s3", parameters: {bucket: a}}}
                  - rule: Never
                    match: {rules: [Shell]}
                    actions: [{actionner: kubernetes:terminate}]
                """ + SHELL);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.reactions())
                .extracting(ReactionResult::outcome)
                .containsExactly(Outcome.DRY_RUN, Outcome.NOT_SIMULATED);
        assertThat(detections.notes())
                .anyMatch(note -> note.contains("kubernetes:tcpdump on pod shop/alone for \"Shell\" is not simulated"));
    }

    @Test
    void aNetworkPolicyCutsThePodOff() {
        Detections detections = play(ALONE
                + reaction("{actionner: kubernetes:networkpolicy, parameters: {allow_cidr: [198.51.100.0/24]}}") + """
                steps:
                  - exec:
                      pod: alone
                      command:
                        - bash
                        - -c
                        - >-
                          while timeout 1 bash -c ': >/dev/tcp/203.0.113.66/4444'; do :; done;
                          kguard-actor connect 198.51.100.7 3333 hello
                      output: '"status":"OK"'
                effects:
                  - unreachable: {pod: alone, address: 203.0.113.66, port: 4444}
                  - unreachable: {pod: alone, address: 203.0.113.66, port: 80}
                  - object:
                      apiVersion: networking.k8s.io/v1
                      kind: NetworkPolicy
                      namespace: shop
                      name: alone
                      has: {spec: {podSelector: {matchLabels: {app: alone}}, policyTypes: [Egress]}}
                """);

        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void whatWasNeverThereIsNotCutOff() {
        Detections detections = play(ALONE + reaction("{actionner: kubernetes:networkpolicy}") + SHELL + """
                effects:
                  - unreachable: {pod: alone, address: 203.0.113.66, port: 4445}
                """);

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .endsWith("the pods' network has no such peer, so this proves nothing");
    }

    @Test
    void theAttackersProcessIsStoppedInTime() {
        Detections detections = play(ALONE + reaction("{actionner: kubernetes:terminate}")
                + KILLED_SHELL.replace("web-5d-0", "alone") + "effects: [{stopped: {within: 1m}}]\n");

        assertThat(detections.doubts()).isEmpty();
        KguardAssertions.assertThat(detections).stoppedWithin("Shell", Duration.ofMinutes(1));
        assertThat(detections.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.killed()).isTrue();
            assertThat(stopped.after()).isPositive();
        });
        assertThatThrownBy(() -> KguardAssertions.assertThat(detections).stoppedWithin("Shell", Duration.ofNanos(1)))
                .hasMessageContaining("must be stopped within 0 ms, but it took");
    }

    @Test
    void aProcessThatEndsByItselfWasNotStopped() {
        Detections detections = play(ALONE + SHELL + "effects: [{stopped: {within: 1m}}]\n");

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .endsWith("it ended by itself, so nothing stopped it");
    }

    @Test
    void aProcessThatRunsOnWasNotStopped() {
        Detections detections = play(ALONE + """
                steps:
                  - exec: {pod: alone, command: [bash, -c, "sleep 600 & exit 0"], leaves: running}
                effects: [{stopped: {within: 1s}}]
                """);

        assertThat(detections.doubts()).first().asString().endsWith("it still runs, or a process that it started");
    }

    @Test
    void aTwinThatSetsOffAReactionFails() {
        String twin = """
                twin:
                  scenario: twin
                  title: A shell, too
                  fires: [Shell]
                  silent: []
                  steps: [{exec: {pod: alone, command: [bash, -c, hostname]}}]
                """;
        String other = ALONE.replace("fires: [Shell]", "fires: [Shell, Object created]");
        List<Scenario> both =
                ScenarioReader.read("test", other + reaction("{actionner: kubernetes:cordon}") + SHELL + twin);

        Detections attack = simulator.run(both.get(0), rules);
        Tape tape = simulator.tape(both.get(1), rules);
        Detections loud = tape.played();

        assertThat(attack.failures()).isEmpty();
        KguardAssertions.assertThat(attack).reactedWith("kubernetes:cordon", "node kguard-node");
        assertThat(Judge.judge(loud, Expectation.fires("Shell")))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("""
                                The twin twin is legitimate, but it triggered reactions:
                                    React: kubernetes:cordon on node kguard-node for "Shell"
                                Let the reaction match fewer alerts, or change the rule."""));
        Detections again = tape.judge(rules);
        assertThat(again.failures()).isEqualTo(loud.failures());
        assertThat(Judge.judge(again, Expectation.fires("Shell"))).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aScenarioNamesAFileOfFalcoTalon(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("talon.yaml"), """
                - action: Stop
                  actionner: kubernetes:terminate
                - rule: Stop the shell
                  match: {rules: [Shell], output_fields: ["k8s.ns.name!=kube-system"]}
                  actions: [{action: Stop}]
                """);
        Path file = Files.writeString(
                folder.resolve("scenario.yaml"),
                ALONE + "reactions: talon.yaml\n" + KILLED_SHELL.replace("web-5d-0", "alone")
                        + "effects: [{gone: {pod: alone}}]\n");

        assertThat(simulator.run(ScenarioReader.read(file).get(0), rules).doubts())
                .isEmpty();

        Files.writeString(folder.resolve("talon.yaml"), "- rule: Stop the shell\n  actions: [{action: Stop}]\n");
        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("talon.yaml:2:13: Falco Talon refuses the action: missing actionner");
    }

    private static String reaction(String... actions) {
        return "reactions:\n  - rule: React\n    match: {rules: [Shell]}\n    actions: [" + String.join(", ", actions)
                + "]\n";
    }

    private Detections play(String text) {
        return simulator.run(ScenarioReader.read("test", text).get(0), rules);
    }
}
