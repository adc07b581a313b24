// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each condition was evaluated by Falco's library on a capture with connections: it threw or crashed, or it did not. */
class FatalChecksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.sip.name contains evil",
                "fd.cip.name startswith a",
                "fd.rip.name pmatch (/a)",
                "fd.sip.name intersects (a)",
                "fd.sip.name < 3",
                "fd.sip.name = oneof ()",
                "fd.net in ()",
                "fd.net = oneof ()",
                "fd.port = anyof ()",
                "fd.proto = anyof ()",
                "proc.aname endswith oneof ()",
                "proc.apid = anyof ()",
                "evt.rawarg.fd = anyof ()",
                "evt.rawarg.name contains anyof ()",
                "join(\"-\", (proc.pid)) != x"
            })
    void endsFalco(String condition) {
        assertThat(found(FalcoVersion.CURRENT, condition)).contains(DiagnosticCode.LINT_ENDS_FALCO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.sip.name exists",
                "fd.lip.name in (a, b)",
                "fd.sip.name in ()",
                "fd.ip in ()",
                "fd.port in ()",
                "proc.aname in ()",
                "proc.aname pmatch ()",
                "proc.aname endswith oneof (a)",
                "proc.name contains anyof ()",
                "join(\"-\", (proc.name)) != x"
            })
    void doesNot(String condition) {
        assertThat(found(FalcoVersion.CURRENT, condition)).doesNotContain(DiagnosticCode.LINT_ENDS_FALCO);
    }

    @Test
    void namesOfAddressesDoInEveryVersion() {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(found(version, "fd.sip.name contains evil"))
                    .as("Falco %s", version)
                    .contains(DiagnosticCode.LINT_ENDS_FALCO);
        }
    }

    private static List<DiagnosticCode> found(FalcoVersion version, String condition) {
        String rule = "- rule: r\n  desc: d\n  condition: >\n    evt.type = connect and " + condition
                + "\n  output: o\n  priority: INFO\n";
        LintReport report = Lint.check(RuleLoader.of(version).loadText("r.yaml", rule), List.of());
        return report.diagnostics().stream()
                .peek(finding -> assertThat(finding.code().isError())
                        .as(finding.toString())
                        .isFalse())
                .map(finding -> finding.code())
                .toList();
    }
}
