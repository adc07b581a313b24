// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where lines are broken. */
class WrappedLineTest {
    @Test
    void aLineThatFitsStaysAsItIs() {
        assertThat(WrappedLine.of("")).containsExactly("");
        assertThat(WrappedLine.of("  two  blanks")).containsExactly("  two  blanks");
        assertThat(WrappedLine.of("x".repeat(79) + " ")).containsExactly("x".repeat(79) + " ");
    }

    @Test
    void laterLinesStandFurtherToTheRight() {
        List<String> lines = WrappedLine.of("    " + "word ".repeat(30).strip());
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(lines.get(0)).startsWith("    word").endsWith("word");
        assertThat(lines.get(1)).startsWith("      word");
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .isEqualTo(" " + "word ".repeat(30).strip());
    }

    @Test
    void aLongWordIsNotCut() {
        String word = "/".repeat(100);
        assertThat(WrappedLine.of("  at " + word + " in it")).containsExactly("  at", "    " + word, "    in it");
    }

    @Test
    void theLastCellOfARowGoesOnBelowItself() {
        assertThat(WrappedLine.of("name  ", "two  blanks")).containsExactly("name  two  blanks");
        assertThat(WrappedLine.of("[yes] name  ", "word ".repeat(20).strip()))
                .containsExactly(
                        "[yes] name  " + "word ".repeat(13).strip(),
                        " ".repeat(12) + "word ".repeat(7).strip());
    }
}
