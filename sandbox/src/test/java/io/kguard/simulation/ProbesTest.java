// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static io.kguard.simulation.KubeletScenario.containers;
import static io.kguard.simulation.KubeletScenario.firesFromStart;
import static io.kguard.simulation.KubeletScenario.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Probes run as in Kubernetes, and what they do is judged. The tests wait for periods of seconds, so they run beside each other, but not
 * beside those of other classes.
 */
@Tag("trust")
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class ProbesTest {
    private static final String OPENS = "{exec: {pod: web, command: [cat, /etc/hosts]}}";
    /** The time limit of a probe that answers. By default a probe has one second, which a busy machine takes to start it. */
    private static final String PATIENT = ", timeoutSeconds: 60";

    private KubeletScenario kubelet;

    @BeforeAll
    void open() {
        kubelet = new KubeletScenario();
    }

    @AfterAll
    void close() {
        kubelet.close();
    }

    /** However long its period is: each probe runs before the steps, and once more before the end. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"readinessProbe", "livenessProbe", "startupProbe"})
    void whatAProbeDoesIsJudged(String probe) {
        Detections detections = kubelet.play(
                probe + ": {exec: {command: [cat, /etc/shadow]}, periodSeconds: 3600" + PATIENT + "}", OPENS);
        assertThat(detections.doubts()).isEmpty();
        assertThat(firesFromStart(detections)).isEqualTo(new Verdict.Passed());
        assertThat(silent(detections)).isInstanceOf(Verdict.Failed.class);
        assertThat(detections.alertsOf(KubeletScenario.SHADOW)).hasSize(probe.equals("startupProbe") ? 1 : 2);

        Detections without = kubelet.play(probe + ": {exec: {command: [cat, /etc/hosts]}" + PATIENT + "}", OPENS);
        assertThat(silent(without)).isEqualTo(new Verdict.Passed());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProbeWaitsForItsDelayAndTheStepsForTheProbe() {
        Detections detections = kubelet.play(
                "",
                "containers: [{name: web, image: base, command: [bash, -c, \"sleep 1; touch /tmp/up; sleep 600\"],"
                        + " readinessProbe: {exec: {command: [test, -e, /tmp/up]}, initialDelaySeconds: 1,"
                        + " periodSeconds: 1, successThreshold: 2, failureThreshold: 1" + PATIENT + "}}]",
                "{exec: {pod: web, command: [test, -e, /tmp/up]}}, " + OPENS);
        assertThat(detections.doubts()).isEmpty();
        assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aContainerThatIsNeverReadyIsAnError() {
        Detections detections = kubelet.play(
                "readinessProbe: {exec: {command: [cat, /nothing]}, periodSeconds: 1" + PATIENT + "}", OPENS);
        assertThat(silent(detections)).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts())
                .anyMatch(doubt -> doubt.contains(" is not ready: the readiness probe of ")
                        && doubt.contains("ended with status 1"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aContainerWhoseLivenessProbeFailsIsEnded() {
        Detections detections = kubelet.play(
                "livenessProbe: {exec: {command: [cat, /nothing]}, failureThreshold: 2, periodSeconds: 1" + PATIENT
                        + "}",
                "{exec: {pod: web, command: [sleep, \"30\"], exit: any}}");
        assertThat(silent(detections)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", detections.doubts()))
                .contains("the liveness probe of ")
                .contains("failed 2 times in a row, so the container is ended: it ended with status 1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProbeThatTakesTooLongHasFailed() {
        Detections detections = kubelet.play(
                "livenessProbe: {exec: {command: [sleep, \"60\"]}, failureThreshold: 1, timeoutSeconds: 1}",
                "{exec: {pod: web, command: [sleep, \"30\"], exit: any}}");
        assertThat(String.join("\n", detections.doubts()))
                .contains("the liveness probe of ")
                .contains("did not end within 1000 ms");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProbeThatCannotRunIsAnError() {
        Detections detections =
                kubelet.play("readinessProbe: {exec: {command: [nosuchprogram]}" + PATIENT + "}", OPENS);
        assertThat(silent(detections)).isInstanceOf(Verdict.Errored.class);
        assertThat(String.join("\n", detections.doubts()))
                .contains("the readiness probe of ")
                .contains("nosuchprogram");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void otherProbesWaitForTheStartupProbe() {
        Detections detections = kubelet.play(
                "startupProbe: {exec: {command: [bash, -c, \"test -e /tmp/a || { touch /tmp/a; exit 1; }; touch /tmp/up\"]},"
                        + " periodSeconds: 1" + PATIENT
                        + "}, livenessProbe: {exec: {command: [test, -e, /tmp/up]}, failureThreshold: 1" + PATIENT
                        + "}",
                OPENS);
        assertThat(detections.doubts()).isEmpty();
        assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSidecarHasItsProbesAndIsNoDaemonOfAStep() {
        Detections detections = kubelet.play(
                "",
                "initContainers: [{name: side, image: base, command: [sleep, infinity], restartPolicy: Always,"
                        + " startupProbe: {exec: {command: [cat, /etc/shadow]}" + PATIENT + "}}], "
                        + containers("tty: false"),
                OPENS);
        assertThat(detections.doubts()).isEmpty();
        assertThat(firesFromStart(detections)).isEqualTo(new Verdict.Passed());
    }

    /** A probe is nearly always running here, and no verdict depends on when the act ends. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProbeThatRunsAtTheEndIsNoDoubt() {
        for (int i = 0; i < 5; i++) {
            Detections detections = kubelet.play(
                    "readinessProbe: {exec: {command: [sleep, \"0.9\"]}, periodSeconds: 1" + PATIENT + "}", OPENS);
            assertThat(detections.doubts()).isEmpty();
            assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPodIsReadyInTheClusterWhenItsProbeSaysSo() {
        Detections detections = kubelet.play(
                "cluster: {}",
                containers("readinessProbe: {exec: {command: [test, \"!\", -e, /tmp/broken]}, periodSeconds: 1,"
                        + " failureThreshold: 1" + PATIENT + "}"),
                "{kubectl: [wait, --for=condition=Ready, pod/web, --timeout=20s]},"
                        + " {exec: {pod: web, command: [touch, /tmp/broken]}},"
                        + " {kubectl: [wait, --for=condition=Ready=false, pod/web, --timeout=20s]},"
                        + " {exec: {pod: web, command: [rm, /tmp/broken]}},"
                        + " {kubectl: [wait, --for=condition=Ready, pod/web, --timeout=20s]}, "
                        + OPENS);
        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProbeOverTheNetworkIsNamedAndProvesNoSilence() {
        Detections detections = kubelet.play(
                "readinessProbe: {httpGet: {path: /, port: 80}}", OPENS + ", {exec: {pod: web, command: [id]}}");
        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.notes())
                .containsExactly(
                        "pod web: spec.containers[0].readinessProbe.httpGet is not simulated: nothing connects to a"
                                + " pod, so this probe always succeeds");
        assertThat(Judge.judge(detections, Expectation.fires(KubeletScenario.ID)))
                .isEqualTo(new Verdict.Passed());
        Verdict verdict = silent(detections);
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason())
                .contains("readinessProbe.httpGet is not simulated")
                .contains("Remove the field");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aFieldThatIsHarmlessIsNamedOnly() {
        Detections detections = kubelet.play("", "priority: 5, " + containers("tty: false"), OPENS);
        assertThat(detections.notes()).containsExactly("pod web: spec.priority is not simulated: no pod is preempted");
        assertThat(silent(detections)).isEqualTo(new Verdict.Passed());
    }
}
