// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Checks of derived scenarios are counted apart in each report, and prove no technique. */
class DerivedChecksTest {
    private static final Run RUN = ExampleRun.derived();
    private static final String COUNTS = "3 checks, 2 of them derived: 3 passed, 0 failed, 0 errors";

    @Test
    void theRunCountsThem() {
        assertThat(RUN.counts()).isEqualTo(COUNTS);
        assertThat(RUN.ratio()).isEqualTo("1 of 3 rules have a check, 1 has derived ones alone");
        assertThat(ExampleRun.mixed().counts()).doesNotContain("derived");
        assertThat(ExampleRun.mixed().ratio()).doesNotContain("derived");
    }

    @Test
    void theJsonSaysWhichTheyAre() {
        JsonNode json = new ObjectMapper().readTree(ResultsJson.of(RUN));
        assertThat(json.at("/derived").asInt()).isEqualTo(2);
        assertThat(json.at("/ruleCoverage/derivedAlone").valueStream().map(JsonNode::asString))
                .containsExactly("Another rule");
        assertThat(json.at("/ruleCoverage/checked").asInt()).isEqualTo(1);
        assertThat(json.at("/rules/0").has("pinned")).isFalse();
        assertThat(json.at("/rules/1/fires").asBoolean()).isFalse();
        assertThat(json.at("/rules/1/pinned/fires").asBoolean()).isTrue();
        assertThat(json.at("/checks")
                        .valueStream()
                        .map(check -> check.at("/derived").asBoolean()))
                .containsExactly(false, true, true);
    }

    @Test
    void theJunitClassesAreApart() {
        assertThat(JUnitXml.of(RUN).lines().filter(line -> line.contains("<testcase")))
                .satisfiesExactly(
                        attack -> assertThat(attack).doesNotContain("(derived)"),
                        derived -> assertThat(derived).contains(" (derived)\" name=\"Terminal shell in container"),
                        derived -> assertThat(derived).contains(" (derived)\" name=\"Another rule"));
    }

    /** Where attacks decided clauses, the marks are theirs alone. */
    @Test
    void marksOfDerivedActsAreSaidToBe() {
        String said = "Marked by derived acts alone: no attack decided a clause";

        assertThat(HtmlReport.of(ExampleRun.marked(true))).contains(said);
        assertThat(HtmlReport.of(ExampleRun.marked(false))).doesNotContain(said);
    }

    @Test
    void thePageAndTheSummaryCountThem() {
        assertThat(HtmlReport.of(RUN))
                .contains(
                        "Checks of derived acts",
                        "2 of 3",
                        "no attack shows that it works",
                        "Rules with derived checks alone",
                        "1 of 3")
                .contains("live, derived");
        assertThat(HtmlReport.of(ExampleRun.mixed())).doesNotContain("derived acts", ", derived");
        assertThat(SummaryMarkdown.of(RUN)).contains(COUNTS, "1 has derived ones alone");
    }

    /** The scenarios of the example have techniques, which a reader refuses for derived ones. They do not count all the same. */
    @Test
    void theyProveNoTechnique() {
        JsonNode layer = new ObjectMapper().readTree(NavigatorLayer.of(RUN));
        assertThat(layer.at("/techniques")
                        .valueStream()
                        .map(technique -> technique.at("/score").asInt()))
                .isEqualTo(List.of(1, 1));
    }
}
