// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.report.SinceLastRun.Changed;
import io.kguard.internal.report.SinceLastRun.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinceLastRunTest {
    private final Run run = ExampleRun.mixed();

    private SinceLastRun since(String verdict, long millis) {
        Map<String, LastRun.Ended> before = new HashMap<>();
        run.checks().forEach(check -> before.put(check.name(), new LastRun.Ended(verdict, millis)));
        return SinceLastRun.of(run, new LastRun("2026-11-28T10:00:00Z", before), new Anchors());
    }

    @Test
    void whatPassedAndDoesNotPassNowGotWorse() {
        Group worse = since("passed", 1_000_000).groups().get(0);

        assertThat(worse.name()).isEqualTo("Got worse");
        assertThat(worse.checks())
                .hasSameSizeAs(run.unmet())
                .allSatisfy(check -> assertThat(check.text()).startsWith("passed, now "));
    }

    @Test
    void whatPassesAgainIsMended() {
        assertThat(since("error", 1_000_000).groups())
                .filteredOn(group -> group.name().equals("Mended"))
                .singleElement()
                .satisfies(group -> assertThat(group.checks()).hasSize((int) run.passed()));
    }

    @Test
    void whatEndedAsBeforeIsNotNew() {
        String text = LastRun.NONE.after(run);
        assertThat(SinceLastRun.of(run, LastRun.read(text), new Anchors()).shown())
                .isFalse();
        assertThat(SinceLastRun.of(run, LastRun.NONE, new Anchors()).shown()).isFalse();
        assertThat(HtmlReport.of(run, LastRun.read(text))).doesNotContain("New since the last run");
    }

    @Test
    void thePageSaysWhatIsNew() {
        String text = LastRun.NONE.after(run).replace("failed\t", "passed\t");
        assertThat(HtmlReport.of(run, LastRun.read(text)))
                .contains("<h2 id=\"since\">New since the last run</h2>", "Got worse", ": passed, now failed");
    }

    /** A partial run does not forget the checks that it leaves out. */
    @Test
    void checksThatARunLeavesOutStay() {
        LastRun before =
                LastRun.read("# kguard, the last run: 2026-11-28T10:00:00Z\npassed\t12\tA rule fires in other\n");

        assertThat(LastRun.read(before.after(run)).checks())
                .containsEntry("A rule fires in other", new LastRun.Ended("passed", 12))
                .hasSize(run.checks().size() + 1);
    }

    @Test
    void aDamagedFileSaysNothing() {
        for (String text :
                List.of("", "what", "# kguard, the last run: x\npassed\tsoon\tA", "# kguard, the last run: x\na\tb")) {
            assertThat(LastRun.read(text)).isEqualTo(LastRun.NONE);
        }
    }

    @Test
    void whatTakesMuchLongerIsTold() {
        List<Changed> slower = since("passed", 0).groups().stream()
                .filter(group -> group.name().startsWith("More than twice"))
                .flatMap(group -> group.checks().stream())
                .toList();
        long expected = run.checks().stream()
                .filter(check -> check.passed() && check.result().millis() > 1000)
                .count();

        assertThat(slower).hasSize((int) expected);
    }
}
