// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code A and B or C} without parentheses: {@code C} alone fires the rule. */
class LooseAlternativesTest {
    private static final String MACROS = """
            - macro: spawned
              condition: (evt.type in (execve, execveat))
            - macro: tools
              condition: (proc.name in (nc, ncat))
            - macro: user_known
              condition: (evt.num=0)
            - macro: loose
              condition: evt.type = execve and proc.name = nc or proc.name = ncat
            """;

    private static List<Diagnostic> findings(String rules) {
        return Lint.check(
                        RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", rules),
                        SensorTypes.of(FalcoVersion.CURRENT))
                .diagnostics()
                .stream()
                .filter(finding -> finding.code() == DiagnosticCode.LINT_LOOSE_ALTERNATIVE)
                .toList();
    }

    private static String rule(String condition, String more) {
        return MACROS + "- rule: r\n  desc: d\n  condition: " + condition + "\n  output: o\n  priority: INFO\n" + more;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spawned and proc.name = nc or proc.name = ncat | proc.name = ncat",
                "spawned and proc.name = nc or tools | tools",
                "spawned and proc.name = nc or not tools or proc.pname = sh | not tools",
                "spawned and container.id != host and proc.name = nc or proc.name = ncat and user.uid = 0"
                        + " | proc.name = ncat and user.uid = 0",
                "evt.type = openat and fd.name = /a or (fd.name = /b and user.uid = 0) | fd.name = /b and user.uid = 0",
            })
    void anAlternativeWithoutTypeIsNamed(String condition, String alone) {
        assertThat(findings(rule(condition, "")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("'" + alone + "' alone fires the rule, on events of all types: "))
                .satisfies(finding -> assertThat(finding.position().column()).isEqualTo(14 + condition.indexOf(alone)));
    }

    /** Both are texts that are joined before they are parsed: what is appended, and exceptions. */
    @Test
    void whatIsAppendedIsLooseToo() {
        String appended = "- rule: r\n  condition: or proc.name = ncat\n  override: {condition: append}\n";
        String exceptions = "  exceptions: [{name: e, fields: [user.name], values: [[jane]]}]\n";

        assertThat(findings(rule("spawned and proc.name = nc", appended)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.position().line()).isEqualTo(15));
        assertThat(findings(rule("spawned and proc.name = nc or proc.name = ncat", exceptions)))
                .hasSize(1);
        assertThat(findings(rule("spawned and (proc.name = nc or proc.name = ncat)", exceptions)))
                .isEmpty();
    }

    @Test
    void ofOtherSourcesItIsTheSameField() {
        String source = "  source: k8s_audit\n";

        assertThat(findings(rule("ka.verb = create and ka.user.name = a or ka.user.name = b", source)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("'ka.user.name = b' alone fires the rule: 'and' binds"));
        assertThat(findings(rule("ka.verb = create and ka.user.name = a or ka.verb = delete", source)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawned and (proc.name = nc or proc.name = ncat)",
                "(spawned and proc.name = nc) or proc.name = ncat",
                "( spawned and proc.name = nc ) or proc.name = ncat",
                "spawned and proc.name = nc or evt.type = connect and proc.name = ncat",
                "spawned and proc.name = nc or user_known",
                "proc.name = nc and user.uid = 0 or proc.name = ncat",
                "proc.name = ncat or proc.name = nc",
                "spawned and not (proc.name = nc and user.uid = 0 or proc.name = ncat)",
                "spawned or evt.type = connect",
            })
    void whatIsMeantIsNot(String condition) {
        assertThat(findings(rule(condition, ""))).isEmpty();
    }

    /** The author of a macro does not say for which events it is. */
    @Test
    void aMacroIsNot() {
        assertThat(findings(rule("loose", ""))).isEmpty();
    }
}
