// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of Falco that are newer than kguard. */
class UnseenRulesTest {
    private static final String NOTE =
            "LINT_UNSEEN_RULE: kguard was not tested with 1 rule of this file of Falco's: 'New'";

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.write(folder.resolve("src/kguard/rules/falco_rules.yaml"), """
                # Copyright (C) 2030 The Falco Authors.
                - rule: New
                  desc: d
                  condition: evt.type = execve and proc.name = new
                  output: o
                  priority: NOTICE
                  tags: [maturity_stable]
                """);
    }

    @Test
    void lintNamesThemAndPasses() {
        Program lint = Program.run(folder, "lint", "--strict");

        assertThat(lint.out()).contains("falco_rules.yaml:2:3: " + NOTE, "1 rule: 0 errors, 0 warnings, 1 note");
        assertThat(lint.status()).isZero();
    }

    @Test
    void doctorNamesThemAndTheReleases() {
        assertThat(Program.run(folder, "doctor").out())
                .containsSubsequence(
                        "Falco's rules that kguard was tested with, looked at until 20",
                        "\n  falco_rules.yaml 5.1.0 of 2026-05-20 and 3.2.0 of 2024-08-20\n",
                        NOTE);
    }
}
