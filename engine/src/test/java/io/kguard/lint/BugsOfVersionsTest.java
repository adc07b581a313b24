// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static io.kguard.event.FalcoVersion.V0_41;
import static io.kguard.event.FalcoVersion.V0_42;
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

/** libs#2935: after {@code exists}, a field of a plugin is compared with the field that was read next. */
class BugsOfVersionsTest {
    private static final String MET = "container.name exists and k8s.ns.name = shop and container.name = web";

    private static List<Diagnostic> met(FalcoVersion version, String source, String condition) {
        String rules =
                "- macro: named\n  condition: (container.name exists)\n- rule: r\n  desc: d\n  condition: >\n    "
                        + condition + "\n  output: o\n  priority: INFO\n  source: " + source + "\n";
        return Lint.check(RuleLoader.of(version).loadText("r.yaml", rules), SensorTypes.of(version))
                .diagnostics()
                .stream()
                .filter(finding -> finding.code() == DiagnosticCode.LINT_BUG_OF_VERSION)
                .toList();
    }

    private static List<Diagnostic> met(FalcoVersion version, String condition) {
        return met(version, "syscall", "evt.type = chdir and (" + condition + ")");
    }

    @Test
    void isNamedUntilItWasMended() {
        for (FalcoVersion version : FalcoVersion.values()) {
            // Falco 0.40 has no plugin for containers, and kguard none at all for it
            boolean bug = version == V0_41 || version == V0_42;
            assertThat(met(version, MET)).as("Falco %s", version).hasSize(bug ? 1 : 0);
            assertThat(met(version, "k8s_audit", "ka.user.name exists and ka.verb = get and ka.user.name = a"))
                    .as("Falco %s", version)
                    .hasSize(bug ? 1 : 0);
        }
        assertThat(met(V0_42, MET).get(0).message())
                .isEqualTo("'container.name exists' meets libs#2935 in Falco 0.42: once k8s.ns.name is read,"
                        + " 'container.name = web' compares with what is left in the plugin's memory."
                        + " kguard compares with the value, as Falco 0.43.1 does");
    }

    /** The rule of falco#3463, whose exception did not hold. */
    @Test
    void alsoThatOfTheIssue() {
        assertThat(met(
                        V0_42,
                        "not (not (k8smeta.ns.name exists and k8smeta.pod.name exists)"
                                + " or k8smeta.ns.name startswith calico)"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "named and container.image.tag exists and container.name = web",
                "container.label[a] exists and container.label[b] = x and container.label[a] = y",
                "(container.name exists or proc.name = a) and container.id != host and container.name = web",
                "container.name exists and not (k8s.ns.name = a or container.name = web)"
            })
    void isFoundOnEachWay(String condition) {
        assertThat(met(V0_42, condition)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing is read between, container.name exists and container.name = web and k8s.ns.name = shop",
        "a field of Falco has its own place, container.name exists and proc.name = a and container.name = web",
        "so has another plugin, container.name exists and k8smeta.ns.name = a and container.name = web",
        "a comparison makes a copy, container.name = web and container.name exists and k8s.ns.name = a"
                + " and container.name != b",
        "the other field was read before, k8s.ns.name = a and container.name exists and k8s.ns.name != b"
                + " and container.name = web",
        "no value is nowhere, (container.name exists or k8s.ns.name = a) and container.name = web",
        "exists does not look at the value, container.name exists and k8s.ns.name = a and named"
    })
    void isNotNamedWhere(String why, String condition) {
        assertThat(met(V0_42, condition)).as(why).isEmpty();
    }

    @Test
    void macrosInMacrosAreFollowedNoFurtherThanOfUse() {
        StringBuilder rules = new StringBuilder("- macro: m0\n  condition: (container.name exists)\n");
        for (int i = 1; i < 60; i++) {
            rules.append("- macro: m%d%n  condition: (m%d or m%d)%n".formatted(i, i - 1, i - 1));
        }
        rules.append("- rule: r\n  desc: d\n  condition: evt.type = chdir and m59\n  output: o\n  priority: INFO\n");
        assertThat(Lint.check(RuleLoader.of(V0_42).loadText("r.yaml", rules.toString()), SensorTypes.of(V0_42))
                        .diagnostics())
                .extracting(Diagnostic::code)
                .doesNotContain(DiagnosticCode.LINT_BUG_OF_VERSION);
    }
}
