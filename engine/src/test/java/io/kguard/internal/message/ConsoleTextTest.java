// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The output of a container is shown and has no effect on the terminal. */
@Tag("trust")
class ConsoleTextTest {
    @Test
    void plainLinesStayAsTheyAre() {
        assertThat(ConsoleText.of("    [yes] proc.name = sh::x  ## no [é] ✓"))
                .isEqualTo("    [yes] proc.name = sh::x  ## no [é] ✓");
    }

    @Test
    void aTerminalIsNotCommanded() {
        assertThat(ConsoleText.of("a\u001b[2Jb\u009b31mc\rd\u202ee")).isEqualTo("a\uFFFD[2Jb\uFFFD31mc\uFFFDd\uFFFDe");
    }

    @Test
    void aTabIsFourBlanks() {
        assertThat(ConsoleText.of("a\tb")).isEqualTo("a    b");
    }

    @Test
    void aBuildRunnerIsNotCommanded() {
        assertThat(ConsoleText.of("  ::add-mask::x")).isEqualTo("  : :add-mask::x");
        assertThat(ConsoleText.of("x ##[set-env name=A]b ##vso[task.x]"))
                .isEqualTo("x ## [set-env name=A]b ## vso[task.x]");
        assertThat(ConsoleText.of("##teamcity[x]")).isEqualTo("## teamcity[x]");
    }

    /** GitHub's runner drops every blank of Unicode in front of a command. */
    @Test
    void noBlankHidesACommand() {
        for (int blank : new int[] {0x20, 0xa0, 0x1680, 0x2003, 0x200b, 0x2028, 0x202f, 0x205f, 0x3000, 0xfeff}) {
            String before = "    " + Character.toString(blank);
            assertThat(ConsoleText.lines(before + "::error file=README.md::forged"))
                    .as("U+%04x", blank)
                    .doesNotContain("::error")
                    .contains(": :error");
            assertThat(ConsoleText.lines("x\n" + before + "##[error]forged")).doesNotContain("##[");
        }
    }

    @Test
    void eachLineOfATextIsSafe() {
        assertThat(ConsoleText.lines("a\n::b\r\n\u3000::c\n")).isEqualTo("a\n: :b\n\u3000: :c\n");
    }
}
