// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule tests in Java are never passed over in silence. */
@Tag("trust")
class JavaRuleTestsTest {
    @TempDir
    private Path folder;

    @Test
    void theyAreNamedAsNotRun() throws Exception {
        SmallProject.in(folder);
        SmallProject.write(
                folder.resolve("src/test/java/example/ShellTest.java"),
                "class ShellTest { @io.kguard.junit.RuleTest(rule = \"x\") void fires() {} }");
        SmallProject.write(folder.resolve("src/test/java/example/OtherTest.java"), "class OtherTest {}");

        Program verified = Program.run(folder, arguments());

        assertThat(verified.status()).as(verified.error()).isZero();
        assertThat(verified.out())
                .contains("NOT RUN: 1 file of rule tests in Java. They need Maven: mvn kguard:verify\n  "
                        + folder.resolve("src/test/java/example/ShellTest.java") + "\n")
                .doesNotContain("OtherTest");
    }

    @Test
    void withoutAnyNothingIsSaid() throws Exception {
        SmallProject.in(folder);

        assertThat(Program.run(folder, arguments()).out()).contains("2 passed").doesNotContain("NOT RUN");
    }

    private String[] arguments() {
        return new String[] {
            "verify",
            "--catalogue",
            "off",
            "--reports",
            folder.resolve("reports").toString()
        };
    }
}
