// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.result.RuleFacts;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.rule.Priority;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Acts that somebody meant prove a rule, and derived acts pin it. Thresholds count the first, and nothing adds the two. */
class TwoCoveragesTest {
    private static final RuleFacts RULE = new RuleFacts("A rule", List.of(), Priority.NOTICE, "rules.yaml", "");
    private static final Thresholds ALL = new Thresholds(100, 0, true);

    @Test
    void derivedActsAloneMeetNoThreshold() {
        CoverageReport coverage = coverage(derived(fires()), derived(silent()));

        assertThat(coverage.missed(ALL))
                .contains("The checks cover 0.0 % of the rules; at least 100.0 % are required")
                .contains("Derived acts cover 100.0 %, which does not count")
                .contains("Of these rules only derived acts passed (kguard.failOnUntestedRule): A rule.")
                .doesNotContain("no check that passed");
        assertThat(coverage.missed(new Thresholds(0, 1, false))).contains("0.0 % of the results of clauses");
        assertThat(String.join("\n", coverage.lines()))
                .contains("Coverage: 0 of 1 rules")
                .contains("Derived: 1 of 1 rules are fired and kept silent by derived acts (100 %)")
                .contains("1 rule is fired by derived acts alone: no attack shows that it works");
    }

    @Test
    void whatIsMetWithoutThemIsMetWithThem() {
        CoverageReport coverage = coverage(fires(), silent(), derived(fires()), derived(silent()));

        assertThat(coverage.missed(ALL)).isEmpty();
        assertThat(String.join("\n", coverage.lines()))
                .contains(
                        "Coverage: 1 of 1 rules",
                        "Derived: 1 of 1 rules are fired and kept silent by derived acts (100 %)")
                .doesNotContain("alone");
    }

    /** An attack and a derived near miss are one half of each coverage: together they would be a whole one. */
    @Test
    void halvesAreNotAdded() {
        CoverageReport coverage = coverage(fires(), derived(silent()));

        assertThat(coverage.missed(new Thresholds(1, 0, false))).contains("cover 0.0 % of the rules");
        assertThat(String.join("\n", coverage.lines()))
                .contains("Coverage: 0 of 1 rules", "Derived: 0 of 1 rules")
                .contains("kept silent by derived acts alone: A rule");
        assertThat(coverage(derived(fires()), silent()).missed(new Thresholds(1, 0, false)))
                .contains("cover 0.0 % of the rules");
    }

    @Test
    void withoutDerivedActsNothingIsSaidOfThem() {
        CoverageReport coverage = coverage();

        assertThat(coverage.missed(ALL))
                .contains("These rules have no check that passed (kguard.failOnUntestedRule): A rule")
                .doesNotContainIgnoringCase("derived");
        assertThat(String.join("\n", coverage.lines())).doesNotContainIgnoringCase("derived");
    }

    /** Derived acts can't stand in for the attacks that got lost. */
    @Test
    void derivedActsAreNotTheLeastNumberOfChecks() {
        Thresholds two = new Thresholds(0, 0, false, 2, Map.of());

        assertThat(two.tooFew(result(fires(), derived(silent()), derived(fires()))))
                .startsWith("1 check was judged; at least 2 are required (kguard.minChecks). "
                        + "Besides, 2 checks of derived acts were judged, which do not count.");
        assertThat(two.tooFew(result(fires()))).doesNotContain("derived");
        assertThat(two.tooFew(result(fires(), silent(), derived(silent())))).isEmpty();
    }

    private static SuiteResult result(CheckResult... checks) {
        return new SuiteResult(List.of(checks), "", Duration.ZERO);
    }

    private static CoverageReport coverage(CheckResult... checks) {
        return CoverageReport.ofFacts(List.of(RULE), List.of(checks));
    }

    private static CheckResult fires() {
        return passed(Expectation.fires("A rule"));
    }

    private static CheckResult silent() {
        return passed(Expectation.silent("A rule"));
    }

    private static CheckResult derived(CheckResult result) {
        return result.asDerived();
    }

    private static CheckResult passed(Expectation expectation) {
        return new CheckResult(
                new CheckResult.Subject("an act", EventOrigin.WRITTEN),
                expectation,
                "syscall",
                new Verdict.Passed(),
                CheckResult.Counts.NONE,
                List.of(),
                CheckResult.Evidence.NONE);
    }
}
