// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import io.kguard.lint.SensorTypes;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that build on Falco's own, without the file that has those. */
class StockNamesTest {
    private static LoadResult load(String condition) {
        return RuleLoader.of(FalcoVersion.CURRENT)
                .loadText(
                        "rules.yaml",
                        "- {rule: r, desc: d, condition: \"" + condition + "\", output: o, priority: INFO}");
    }

    @Test
    void aMacroIsToldWithItsFile() {
        assertThat(load("open_read and fd.name = /etc/shadow").errors())
                .singleElement()
                .extracting(Diagnostic::hint)
                .isEqualTo("'open_read' is a macro of falco_rules.yaml: load that file first");
    }

    @Test
    void anUnknownWordIsNoMacroOfFalco() {
        assertThat(load("open_raed_twice and fd.name = /etc/shadow").errors())
                .singleElement()
                .extracting(Diagnostic::hint)
                .asString()
                .doesNotContain("load that file first");
    }

    @Test
    void aListIsToldByLint() {
        assertThat(Lint.check(
                                load("evt.type = execve and proc.name in (shell_binaries)"),
                                SensorTypes.of(FalcoVersion.CURRENT))
                        .diagnostics())
                .filteredOn(finding -> finding.code() == DiagnosticCode.LINT_MISSPELLED_LIST)
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .contains("'shell_binaries' is a list of falco_rules.yaml: load that file first");
        assertThat(Lint.check(
                                load("evt.type = execve and proc.name in ('\\\"shell_binaries\\\"')"),
                                SensorTypes.of(FalcoVersion.CURRENT))
                        .diagnostics())
                .noneMatch(finding -> finding.code() == DiagnosticCode.LINT_MISSPELLED_LIST);
    }

    /** The table has each name of the files, and says which of them has it first. */
    @Test
    @RequiresShared
    void theTableIsThatOfTheFiles() {
        Path files = Shared.path("conformance/falco-rules/current");
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(List.of(files.resolve("falco_rules.yaml")));

        assertThat(loaded.macros())
                .hasSizeGreaterThan(50)
                .allSatisfy(macro -> assertThat(StockNames.hint(Location.Kind.MACRO, macro.name()))
                        .contains("'" + macro.name() + "' is a macro of falco_rules.yaml: load that file first"));
        assertThat(loaded.lists())
                .hasSizeGreaterThan(30)
                .allSatisfy(list -> assertThat(StockNames.hint(Location.Kind.LIST, list.name()))
                        .contains("'" + list.name() + "' is a list of falco_rules.yaml: load that file first"));
    }
}
