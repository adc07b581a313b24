// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.KguardException;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each condition and output was evaluated by Falco's library on captures: it threw or crashed, or it did not. */
class FatalRulesTest {
    private static final String CONNECT = "evt.type = connect and ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.sip.name contains evil",
                "not fd.cip.name startswith a",
                "fd.rip.name pmatch (/a)",
                "fd.sip.name intersects (a)",
                "fd.sip.name < 3",
                "fd.sip.name = oneof ()",
                "fd.ip intersects (127.0.0.1)",
                "fd.port intersects (80)",
                "fd.proto intersects (80)",
                "fd.net in ()",
                "fd.net = oneof ()",
                "fd.ip = anyof ()",
                "fd.port = anyof ()",
                "fd.proto = anyof ()",
                "proc.aname endswith oneof ()",
                "proc.apid = anyof ()",
                "evt.rawarg.fd = anyof ()"
            })
    void aCheckEndsFalco(String condition) {
        LoadResult loaded = load(FalcoVersion.CURRENT, CONNECT + condition, "o", true);
        assertThat(codes(loaded)).containsExactly(DiagnosticCode.LINT_ENDS_FALCO);
        assertThatThrownBy(() -> compile(loaded))
                .isInstanceOf(KguardException.class)
                .hasMessageContaining("r.yaml:4")
                .hasMessageContaining("ends Falco 0.45");
        assertThat(Lint.check(loaded, List.of()).diagnostics())
                .filteredOn(Diagnostic::isError)
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.sip.name exists",
                "fd.lip.name in (a, b)",
                "fd.sip.name in ()",
                "fd.snet in ()",
                "fd.sip intersects (127.0.0.1)",
                "fd.cport intersects (80)",
                "fd.ip in ()",
                "fd.port in ()",
                "proc.aname in ()",
                "proc.aname pmatch ()",
                "proc.aname endswith oneof (a)",
                "proc.aname regex allof ()",
                "proc.name contains anyof ()",
                "join(\"-\", (proc.name)) != x"
            })
    void aCheckDoesNot(String condition) {
        LoadResult loaded = load(FalcoVersion.CURRENT, CONNECT + condition, "o", true);
        assertThat(codes(loaded)).isEmpty();
        assertThatCode(() -> compile(loaded)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "connect, %evt.rawarg.tuple, LINT_ENDS_FALCO",
        "procexit, %evt.rawarg.sig, LINT_ENDS_FALCO",
        "mknodat, %evt.rawarg.mode, LINT_ENDS_FALCO",
        "setsockopt, %evt.rawarg.val, LINT_ENDS_FALCO",
        "poll, %evt.rawarg.fds, LINT_ENDS_FALCO",
        "ptrace, %evt.rawarg.addr, LINT_ENDS_FALCO",
        "close, %evt.rawarg.res, LINT_MAY_END_FALCO",
        "connect, %evt.rawarg.addr, ",
        "openat, %evt.rawarg.mode, ",
        "execve, %evt.rawarg.tuple, "
    })
    void anOutputThatCannotBePrintedDoes(String type, String output, DiagnosticCode code) {
        LoadResult loaded = load(FalcoVersion.CURRENT, "evt.type = " + type, output, true);
        assertThat(codes(loaded)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void aNumberInAJoinMay() {
        LoadResult loaded = load(FalcoVersion.CURRENT, CONNECT + "join(\"-\", (proc.pid)) != x", "o", true);
        assertThat(codes(loaded)).containsExactly(DiagnosticCode.LINT_MAY_END_FALCO);
        assertThatCode(() -> compile(loaded)).doesNotThrowAnyException();
    }

    @Test
    void aFieldThatNoEventOfTheRuleHasDoesNot() {
        assertThat(codes(load(FalcoVersion.CURRENT, "evt.type = execve and fd.sip.name contains x", "o", true)))
                .isEmpty();
    }

    @Test
    void namesOfAddressesDoInEveryVersion() {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(codes(load(version, CONNECT + "fd.sip.name contains evil", "o", true)))
                    .as("Falco %s", version)
                    .containsExactly(DiagnosticCode.LINT_ENDS_FALCO);
        }
    }

    @Test
    void aDisabledRuleDoesNotUntilItIsEnabled() {
        LoadResult loaded = load(FalcoVersion.CURRENT, CONNECT + "fd.sip.name contains evil", "o", false);
        assertThat(Lint.check(loaded, List.of()).diagnostics()).noneMatch(Diagnostic::isError);
        assertThatCode(() -> compile(loaded)).doesNotThrowAnyException();
        EngineOptions enabled = EngineOptions.of(loaded.version()).with(Selection.enableRule("r"));
        assertThatThrownBy(() -> RuleSet.compile(loaded, enabled)).hasMessageContaining("LINT_ENDS_FALCO");
    }

    private static List<DiagnosticCode> codes(LoadResult loaded) {
        return loaded.defined().fatal().values().stream()
                .flatMap(List::stream)
                .map(Diagnostic::code)
                .toList();
    }

    private static RuleSet compile(LoadResult loaded) {
        return RuleSet.compile(loaded, EngineOptions.of(loaded.version()));
    }

    private static LoadResult load(FalcoVersion version, String condition, String output, boolean enabled) {
        String rule = "- rule: r\n  desc: d\n  condition: >\n    " + condition + "\n  output: \"" + output
                + "\"\n  priority: INFO\n  enabled: " + enabled + "\n";
        LoadResult loaded = RuleLoader.of(version).loadText("r.yaml", rule);
        assertThat(loaded.errors()).isEmpty();
        assertThat(loaded.rules()).extracting(Rule::source).containsExactly(EventSource.SYSCALL.label());
        return loaded;
    }
}
