// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.rule.Priority;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.ExpectedAlert;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Expectation FIRES = Expectation.fires("Terminal shell in container");
    private static final Expectation SILENT = Expectation.silent("Terminal shell in container");

    private final DetectionsFixture fixture = new DetectionsFixture();

    @Test
    void aRuleThatFiredAsExpectedPasses() {
        assertThat(Judge.judge(fixture.firing().build(), FIRES)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void anAlertMustBeAsExpected() throws IOException {
        Map<String, String> fields = Map.of("k8s.pod.name", "jenkins-0", "proc.tty", "34816");
        Detections detections = fixture.firing().build();

        assertThat(Judge.judge(detections, FIRES.withAlert(new ExpectedAlert("syscall", Priority.NOTICE, fields))))
                .isEqualTo(new Verdict.Passed());
        Map<String, String> others = new LinkedHashMap<>(fields);
        others.put("proc.tty", "0");
        others.put("fd.name", "/etc/shadow");
        Verdict verdict = Judge.judge(
                detections, FIRES.withAlert(new ExpectedAlert("k8s_audit", Priority.WARNING, new TreeMap<>(others))));
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/other-alert.txt");
    }

    @Test
    @Tag("trust")
    void anAlertOfTheStartIsNotTheExpectedOne() {
        Detections detections = fixture.firing()
                .atStartOnly()
                .with(DetectionsFixture.alert(DetectionsFixture.shellRule()))
                .build();
        ExpectedAlert any = new ExpectedAlert(null, Priority.NOTICE, Map.of());

        assertThat(Judge.judge(detections, FIRES.withAlert(any))).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(fixture.atStartOnly().build(), FIRES.withAlert(any)))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    @Tag("trust")
    void anAlertOfTheContainersOwnProgramIsNotTheExpectedOne() throws IOException {
        Detections detections = fixture.firing().ofContainersOnly().build();

        Verdict verdict = Judge.judge(detections, FIRES);
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/fired-by-the-container.txt");
        assertThat(Judge.judge(detections, FIRES.fromContainers())).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(fixture.closest().build(), SILENT)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aRuleThatEventsReachedAndThatStayedSilentPasses() {
        assertThat(Judge.judge(fixture.closest().build(), SILENT)).isEqualTo(new Verdict.Passed());
    }

    @Test
    void aRuleThatDidNotFireFailsWithTheClosestEvent() throws IOException {
        Verdict verdict = Judge.judge(fixture.closest().build(), FIRES);

        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/did-not-fire.txt");
    }

    @Test
    void aRuleWhoseEventAnotherTookFailsAndNamesTheOther() throws IOException {
        Verdict verdict = Judge.judge(fixture.takenByAnother().build(), FIRES);

        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/taken-by-another.txt");
    }

    @Test
    void aRuleThatNoEventReachedFails() throws IOException {
        Verdict verdict = Judge.judge(fixture.reached(0).build(), FIRES);

        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/not-reached.txt");
    }

    @Test
    void aRuleWhoseEventsWereAllTakenFails() throws IOException {
        Verdict verdict = Judge.judge(fixture.reached(0).hidden(5).build(), FIRES);

        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/all-taken.txt");
    }

    @Test
    void aRuleThatFiredUnexpectedlyFailsWithWhatLetIt() throws IOException {
        Verdict verdict = Judge.judge(fixture.firing().build(), SILENT);

        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/fired-unexpectedly.txt");
    }

    @Test
    @Tag("trust")
    void aRuleThatFiredForTheStartOfThePodsAloneFails() throws IOException {
        Detections detections = fixture.firing().atStartOnly().build();

        Verdict verdict = Judge.judge(detections, FIRES);
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        assertGolden(verdict.reason(), "judge/fired-too-early.txt");
        assertThat(Judge.judge(detections, FIRES.fromStart())).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(detections, SILENT)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    @Tag("trust")
    void silenceThatOnlyTheStartOfThePodsTestedIsAnError() throws IOException {
        Detections detections = fixture.closest().atStartOnly().build();

        Verdict verdict = Judge.judge(detections, SILENT);
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertGolden(verdict.reason(), "judge/silence-tested-too-early.txt");
        assertThat(Judge.judge(detections, SILENT.fromStart())).isEqualTo(new Verdict.Passed());
    }

    @Test
    void silenceThatNoEventTestedIsAnError() throws IOException {
        Verdict verdict = Judge.judge(fixture.reached(0).build(), SILENT);

        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertGolden(verdict.reason(), "judge/silence-untested.txt");
    }

    @Test
    @Tag("trust")
    void silenceOfARuleWhoseFieldsHadNoValueIsAnError() throws IOException {
        Detections detections = fixture.closest()
                .unavailableFields("k8smeta.deployment.name", "k8smeta.ns.label[tier]")
                .build();

        Verdict verdict = Judge.judge(detections, SILENT);
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertGolden(verdict.reason(), "judge/silence-without-cluster.txt");
        assertGolden(Judge.judge(detections, FIRES).reason(), "judge/did-not-fire-without-cluster.txt");
    }

    @Test
    void silenceBehindAnotherRuleIsAnError() throws IOException {
        Verdict verdict = Judge.judge(fixture.reached(0).hidden(5).build(), SILENT);

        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertGolden(verdict.reason(), "judge/silence-hidden.txt");
    }

    @Test
    @Tag("trust")
    void silenceWhereAnotherRuleTookEventsIsAnErrorUnlessThatIsAllowed() throws IOException {
        Detections detections = fixture.takenByAnother().hidden(2).build();

        Verdict verdict = Judge.judge(detections, SILENT);
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertGolden(verdict.reason(), "judge/silence-partly-hidden.txt");
        assertThat(Judge.judge(detections, SILENT.withHiddenAllowed())).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(fixture.reached(0).build(), SILENT.withHiddenAllowed()))
                .isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(fixture.firing().build(), SILENT.withHiddenAllowed()))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    @Tag("trust")
    void blindnessThatIsExpectedMustBeTheReason() throws IOException {
        Expectation blind = SILENT.blind();
        Verdict unused = Judge.judge(fixture.closest().build(), blind);
        assertThat(unused).isInstanceOf(Verdict.Errored.class);
        assertGolden(unused.reason(), "judge/no-blind-spot.txt");

        Detections unseen = fixture.reached(0)
                .unseen("cat[7] used io_uring, whose operations no event shows; Falco would not see them either")
                .build();
        assertThat(Judge.judge(unseen, blind)).isEqualTo(new Verdict.Passed());
        assertThat(Judge.judge(fixture.reached(3).build(), SILENT)).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(fixture.firing().build(), blind)).isInstanceOf(Verdict.Failed.class);
        assertThat(Judge.judge(fixture.doubted("17 events were lost").build(), blind))
                .isInstanceOf(Verdict.Errored.class);
    }

    @Test
    void aDoubtIsAnErrorEvenIfTheExpectationSeemsToHold() throws IOException {
        fixture.firing().doubted("Of the simulation's events 17 did not fit into the ring buffer (types: openat)");
        Detections detections = fixture.doubted(
                        "shell.yaml:9:11: exec in jenkins-0: id ended with 1\nstandard error: no")
                .build();

        assertThat(Judge.judge(detections, FIRES)).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, SILENT)).isInstanceOf(Verdict.Errored.class);
        assertGolden(Judge.judge(detections, FIRES).reason(), "judge/doubted.txt");
    }

    @Test
    void aSimulationWithoutEventsIsAnError() {
        Detections detections = fixture.closest().seen(0).build();

        assertThat(Judge.judge(detections, SILENT)).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, FIRES).reason()).endsWith("no event was seen");
    }

    @Test
    void aRuleThatIsNotEvaluatedIsAnError() {
        Detections detections = fixture.notEvaluated().build();

        assertThat(Judge.judge(detections, FIRES)).isInstanceOf(Verdict.Errored.class);
        assertThat(Judge.judge(detections, SILENT).reason()).contains("they disable it");
    }

    @Test
    @Tag("trust")
    void aRuleOfAlmostThatNameIsNotTheRule() {
        Verdict verdict = Judge.judge(fixture.closest().build(), Expectation.silent("Terminal Shell in container"));

        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason()).endsWith("did you mean \"Terminal shell in container\"?");
    }
}
