// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read of an alert stays short, and a rate is of one workload. */
class NoiseTest {
    @Test
    void aShortExampleIsShownWhole() {
        assertThat(noise("Drift (command=chmod a)").shownExample()).isEqualTo("Drift (command=chmod a)");
    }

    @Test
    void ofAScriptInAnExampleTheFirstLineIsShown() {
        assertThat(noise("Drift (command=sh -c set -e\nmkdir a\n)").shownExample())
                .isEqualTo("Drift (command=sh -c set -e...");
    }

    @Test
    void aLongLineIsCut() {
        assertThat(noise("x".repeat(5000)).shownExample()).isEqualTo("x".repeat(200) + "...");
    }

    @Test
    void aBusyQuietWorkloadDoesNotThinOutAnotherOne() {
        Noise noise = Noise.of(
                "Drift",
                List.of(new Noise.InWorkload("build", 9, 100_000), new Noise.InWorkload("cron", 3, 100)),
                9,
                "");
        assertThat(noise.alerts()).isEqualTo(12);
        assertThat(noise.noisiest().workload()).isEqualTo("cron");
        assertThat(noise.perThousandEvents()).isEqualTo(30);
        NoiseReport report = new NoiseReport(List.of(), List.of(noise), List.of());
        assertThat(report.checks(30)).isEmpty();
        assertThat(report.checks(29))
                .singleElement()
                .satisfies(check -> assertThat(check.verdict().reason())
                        .contains("3 alerts in the 100 events of the workload cron, 30.00 per thousand events")
                        .contains("It fired in build, cron."));
    }

    @Test
    void whatCouldNotBePlayedIsNamedEverywhere() {
        String sentence = "Not played, because this machine lacks the image x: cron";
        NoiseReport report = new NoiseReport(List.of(), List.of(), List.of(sentence));

        assertThat(report.lines()).contains("  " + sentence);
        assertThat(report.json()).contains("\"notPlayed\": [\"" + sentence + "\"]");
        assertThat(report.table().summary()).contains(sentence);
        assertThat(report.problem(true))
                .startsWith("No everyday workload was played")
                .endsWith(sentence);
    }

    private static Noise noise(String example) {
        return Noise.of("Drift", List.of(new Noise.InWorkload("cron", 1, 1000)), 1, example);
    }
}
