// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static io.kguard.simulation.KubeletScenario.containers;
import static io.kguard.simulation.KubeletScenario.fires;
import static io.kguard.simulation.KubeletScenario.firesFromStart;
import static io.kguard.simulation.KubeletScenario.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** postStart and preStop hooks run as in Kubernetes, and what they do is judged. */
@Tag("trust")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class LifecycleHooksTest {
    private static final String READS = "{exec: {command: [cat, /etc/shadow]}}";
    private static final String ID = "exec: {pod: web, command: [id]}";
    /** An act that reaches the condition of the rule. */
    private static final String OPENS = "exec: {pod: web, command: [cat, /etc/hosts]}";

    private static final String DELETE = "kubectl: [delete, pod, web]";

    private KubeletScenario kubelet;

    @BeforeAll
    void open() {
        kubelet = new KubeletScenario();
    }

    @AfterAll
    void close() {
        kubelet.close();
    }

    @Test
    void whatPostStartDoesIsJudged() {
        Detections detections = kubelet.play("lifecycle: {postStart: " + READS + "}", "{" + OPENS + "}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(firesFromStart(detections)).isEqualTo(new Verdict.Passed());
        assertThat(silent(detections)).isInstanceOf(Verdict.Failed.class);

        Detections without =
                kubelet.play("lifecycle: {postStart: {exec: {command: [cat, /etc/hosts]}}}", "{" + OPENS + "}");
        assertThat(silent(without)).isEqualTo(new Verdict.Passed());
    }

    /** On a node both are commands that the container runtime executes in the container. */
    @Test
    void aHookLooksLikeAnExec() {
        Detections hook = kubelet.play("lifecycle: {postStart: " + READS + "}", "{" + OPENS + "}");
        Detections step = kubelet.play("tty: false", "{exec: {pod: web, command: [cat, /etc/shadow]}}");
        String form = "Shadow opened by cat of (runc|containerd-shim) in web"; // runc ends as the command begins
        assertThat(hook.alerts().get(0).message()).matches(form);
        assertThat(step.alerts().get(0).message()).matches(form);
    }

    @Test
    void aPostStartThatFailsIsAnError() {
        Detections detections = kubelet.play(
                "lifecycle: {postStart: {exec: {command: [bash, -c, \"echo no such luck; exit 3\"]}}}",
                "{exec: {pod: web, command: [id], exit: any}}");
        assertThat(silent(detections)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", detections.doubts()))
                .contains("the postStart hook of ")
                .contains("failed: it ended with status 3 and wrote: \"no such luck\"");

        Detections missing = kubelet.play(
                "lifecycle: {postStart: {exec: {command: [nosuchprogram]}}}",
                "{exec: {pod: web, command: [id], exit: any}}");
        assertThat(silent(missing)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", missing.doubts()))
                .contains("the postStart hook of ")
                .contains("nosuchprogram");
    }

    /** A kill that a step expects does not excuse the hook. */
    @Test
    void aKillThatIsMeantDoesNotHideAHookThatFailed() {
        Detections detections = kubelet.play(
                "lifecycle: {postStart: {exec: {command: [\"false\"]}}}",
                "{exec: {pod: web, command: [bash, -c, kill -9 $$], exit: 137}}");
        assertThat(String.join("\n", detections.doubts())).contains("the postStart hook of ");
    }

    @Test
    @Tag("runc")
    void whatPostStartLeavesRunningBelongsToTheContainer() {
        Detections detections = kubelet.play(
                "lifecycle: {postStart: {exec: {command: [bash, -c, \"sleep 300 </dev/null >/dev/null 2>&1 &\"]}}}",
                "{" + OPENS + "}");
        assertThat(detections.doubts()).isEmpty();

        Detections step = kubelet.play(
                "tty: false", "{exec: {pod: web, command: [bash, -c, \"sleep 300 </dev/null >/dev/null 2>&1 &\"]}}");
        assertThat(step.doubts()).singleElement().asString().contains("\"sleep 300\", since step 1");
    }

    @Test
    void whatPreStopDoesIsJudgedWhenThePodIsDeleted() {
        String spec = containers("lifecycle: {preStop: " + READS + "}");
        Detections deleted = kubelet.play("cluster: {}", spec, "{" + DELETE + "}");
        assertThat(deleted.doubts()).isEmpty();
        assertThat(fires(deleted)).isEqualTo(new Verdict.Passed());

        Detections unawaited = kubelet.play("cluster: {}", spec, "{kubectl: [delete, pod, web, --wait=false]}");
        assertThat(unawaited.doubts()).isEmpty();
        assertThat(fires(unawaited)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void whatPreStopDoesIsJudgedWhenAReactionDeletesThePod() {
        Detections detections = kubelet.play(
                "cluster: {}\nreactions: [{rule: End, match: {rules: [Id ran]}, actions: [{actionner: kubernetes:terminate}]}]",
                containers("lifecycle: {preStop: " + READS + "}"),
                "{exec: {pod: web, command: [bash, -c, \"id; sleep 60\"], exit: 137}}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.alertsOf(KubeletScenario.SHADOW)).isNotEmpty();
    }

    /** The end of a simulation is no deletion. */
    @Test
    void preStopDoesNotRunAtTheEndOfASimulation() {
        for (String cluster : new String[] {"", "cluster: {}"}) {
            Detections detections =
                    kubelet.play(cluster, containers("lifecycle: {preStop: " + READS + "}"), "{" + OPENS + "}");
            assertThat(detections.doubts()).isEmpty();
            assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
        }
    }

    @Test
    void aPreStopThatFailsOrTakesTooLongIsAnError() {
        Detections failed = kubelet.play(
                "cluster: {}",
                containers("lifecycle: {preStop: {exec: {command: [cat, /nothing]}}}"),
                "{" + OPENS + "}, {" + DELETE + "}");
        assertThat(silent(failed)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", failed.doubts()))
                .contains("the preStop hook of ")
                .contains("ended with status 1");

        Detections late = kubelet.play(
                "cluster: {}",
                "terminationGracePeriodSeconds: 1, "
                        + containers("lifecycle: {preStop: {exec: {command: [sleep, \"30\"]}}}"),
                "{" + OPENS + "}, {" + DELETE + "}");
        assertThat(silent(late)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", late.doubts()))
                .contains("the preStop hook of ")
                .contains("did not end within");
    }

    @Test
    void aHandlerOfSigtermActsWhenThePodIsDeleted() {
        Detections detections = kubelet.play(
                "cluster: {}",
                "containers: [{name: web, image: base, command: [bash, -c,"
                        + " \"trap 'cat /etc/shadow; exit 0' TERM; touch /tmp/up; while :; do sleep 0.1; done\"]}]",
                "{exec: {pod: web, command: [bash, -c, \"until [ -e /tmp/up ]; do :; done\"]}}, {" + DELETE + "}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(firesFromStart(detections)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void hooksMaySleep() {
        Detections detections = kubelet.play(
                "cluster: {}",
                containers("lifecycle: {postStart: {sleep: {seconds: 1}}, preStop: {sleep: {seconds: 1}}}"),
                "{" + OPENS + "}, {" + ID + "}, {" + DELETE + "}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void aPodThatAStepCreatesHasItsHooks() {
        Detections detections = kubelet.play(
                "cluster: {}",
                containers("tty: false"),
                "{kubectl: {args: [apply, -f, \"-\"], stdin: '{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\":"
                        + " {\"name\": \"later\"}, \"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"base\","
                        + " \"command\": [\"sleep\", \"infinity\"], \"lifecycle\": {\"postStart\": {\"exec\":"
                        + " {\"command\": [\"cat\", \"/etc/shadow\"]}}}}]}}', leaves: running}}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(fires(detections)).isEqualTo(new Verdict.Passed());
    }
}
