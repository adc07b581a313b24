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
                .startsWith("proc.aname[2]: the name of the ancestor 2 generations up.\n");
        assertThat(Program.run(folder, "explain", "ka.verb").out()).contains("Output:     %ka.verb");
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
        assertThat(wrong.error()).contains("did you mean the code LINT_NEVER_TRUE?");
        assertThat(Program.run(folder, "explain").status()).isEqualTo(64);
    }
}
