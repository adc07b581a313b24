// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import org.junit.jupiter.api.Test;

/** A finding is silenced in the file, with a reason, and still counted. */
class IgnoredFindingsTest {
    private static final String RULE = """
            - rule: r
              desc: d
              condition: evt.type = execve and proc.name = systemd-timesyncd
              output: o
              priority: INFO
            """;

    @Test
    void aCommentAboveTheRuleSilencesItsFinding() {
        LintReport report = lint("# kguard:ignore LINT_IMPOSSIBLE_VALUE: our kernel has longer names\n" + RULE);

        assertThat(report.diagnostics()).isEmpty();
        assertThat(report.ignored())
                .extracting(LintReport.Ignored::reason)
                .containsExactly("our kernel has longer names");
        assertThat(report.render()).endsWith("1 rule: 0 errors, 0 warnings, 1 ignored with a reason\n");
        assertThat(report.isFailed(true)).isFalse();
        assertThat(report.toSarif()).contains("\"justification\": \"our kernel has longer names\"");
    }

    @Test
    void severalCommentsMayStandAboveIt() {
        LintReport report = lint("""
                # kguard:ignore LINT_IMPOSSIBLE_VALUE: our kernel has longer names
                # kguard:ignore LINT_UNKNOWN_TAG: a tag of our own
                """ + RULE + "  tags: [mitre_ours]\n");

        assertThat(report.diagnostics()).isEmpty();
        assertThat(report.ignored()).hasSize(2);
    }

    @Test
    void anotherRuleIsNotSilenced() {
        LintReport report = lint("# kguard:ignore LINT_IMPOSSIBLE_VALUE: because\n" + RULE
                + RULE.replace("rule: r", "rule: other").replace("timesyncd", "networkd"));

        assertThat(report.ignored()).hasSize(1);
        assertThat(report.diagnostics())
                .extracting(Diagnostic::message)
                .singleElement()
                .asString()
                .contains("networkd");
    }

    @Test
    void withoutAReasonNothingIsSilenced() {
        assertThat(lint("# kguard:ignore LINT_IMPOSSIBLE_VALUE\n" + RULE).render())
                .contains("LINT_IMPOSSIBLE_VALUE: proc.name is never like")
                .contains("r.yaml:1:1: LINT_IGNORE: This comment gives no reason, so nothing is ignored")
                .doesNotContain("ignored with");
    }

    @Test
    void whatIgnoresNothingIsNamed() {
        assertThat(lint("# kguard:ignore LINT_UNKNOWN_TAG: because\n" + RULE).render())
                .contains("LINT_IGNORE: There is no LINT_UNKNOWN_TAG here that could be ignored");
        assertThat(lint("# kguard:ignore LINT_IMPOSIBLE_VALUE: because\n" + RULE)
                        .render())
                .contains("LINT_IGNORE: There is no code LINT_IMPOSIBLE_VALUE")
                .contains("did you mean LINT_IMPOSSIBLE_VALUE?");
    }

    @Test
    void errorsAreNeverSilenced() {
        LintReport report = lint("# kguard:ignore LOAD_ERR_COMPILE_CONDITION: because\n" + RULE
                + RULE.replace("rule: r", "rule: s").replace("execve and", "execve and and"));

        assertThat(report.errorCount()).isOne();
        assertThat(report.isFailed(false)).isTrue();
    }

    private static LintReport lint(String text) {
        return Lint.check(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", text), SensorTypes.of(FalcoVersion.CURRENT));
    }
}
