// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.DiagnosticCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(DiagnosticCode.class)
    void eachCodeIsExplained(DiagnosticCode code) {
        Program explained = Program.run(folder, "explain", code.name());

        assertThat(explained.status()).isZero();
        assertThat(explained.out()).startsWith(code.name() + "\n").contains(code.description(), "What to do:");
    }

    @Test
    void aFieldIsExplained() {
        assertThat(Program.run(folder, "explain", "%proc.aname[2]").out())
                .startsWith("proc.aname is a text, about the process that the event is of. Events of the\n")
                .contains("It may have an argument: proc.aname[1].", "Condition:  proc.aname contains example");
        assertThat(Program.run(folder, "explain", "ka.verb").out())
                .contains("a request to the API server of", "Output:     %ka.verb");
        assertThat(Program.run(folder, "explain", "evt.is_open_read").out())
                .contains("Only these events have a value of it: creat, open, open_by_handle_at, openat,\n  openat2.");
    }

    @Test
    void aScenarioOfTheProjectIsExplained() {
        Program.run(folder, "new", "scenario", "shell-in-shop");

        assertThat(Program.run(folder, "explain", "shell-in-shop").out()).startsWith("shell-in-shop: ");
    }

    @Test
    void whatThereIsNotHasTheNearestName() {
        Program wrong = Program.run(folder, "explain", "LINT_NEVR_TRUE");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.error()).contains("did you mean LINT_NEVER_TRUE?");
        assertThat(Program.run(folder, "explain").status()).isEqualTo(64);
    }
}
