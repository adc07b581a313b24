// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.tool.upgrade.LineDifference.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedPatchTest {
    @Test
    void showsChangedLinesWithThreeAround() {
        String old = IntStream.rangeClosed(1, 20).mapToObj(i -> i + "\n").collect(Collectors.joining());

        assertThat(UnifiedPatch.of(
                        "rules/a.yaml", old, old.replace("\n5\n", "\nfive\n").replace("\n17\n", "\n")))
                .isEqualTo("""
                        --- a/rules/a.yaml
                        +++ b/rules/a.yaml
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        @@ -14,7 +14,6 @@
                         14
                         15
                         16
                        -17
                         18
                         19
                         20
                        """);
    }

    @Test
    void aFileBelowTheWorkingDirectoryIsNamedFromThereOn() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(new FixedFile(here.resolve("rules/a.yaml"), "x", "y").patch())
                .startsWith("--- a/rules/a.yaml\n");
        assertThat(new FixedFile(Path.of("rules/a.yaml"), "x", "y").patch()).startsWith("--- a/rules/a.yaml\n");
        assertThat(new FixedFile(Path.of("/etc/falco/a.yaml"), "x", "y").patch())
                .startsWith("--- a/etc/falco/a.yaml\n");
    }

    @Test
    void aMissingLastLineBreakIsSaid() {
        assertThat(UnifiedPatch.of("a", "x\ny", "x\nz")).isEqualTo("""
                --- a/a
                +++ b/a
                @@ -1,2 +1,2 @@
                 x
                -y
                \\ No newline at end of file
                +z
                \\ No newline at end of file
                """);
    }

    @Test
    void hasBothTextsAndAsFewChangesAsPossible() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> old = lines(random, random.nextInt(30));
            List<String> now = lines(random, random.nextInt(30));
            List<Line> lines = LineDifference.of(String.join("", old), String.join("", now));

            assertThat(side(lines, '+')).isEqualTo(String.join("", old));
            assertThat(side(lines, '-')).isEqualTo(String.join("", now));
            long changes = lines.stream().filter(line -> line.sign() != ' ').count();
            assertThat(changes).isEqualTo(old.size() + now.size() - 2L * common(old, now));
        }
    }

    @Test
    void aFileThatIsAllNewIsShownAsAWhole() {
        String old = "a\n".repeat(3000);
        String now = "b\n".repeat(3000);
        List<Line> lines = LineDifference.of(old, now);

        assertThat(side(lines, '+')).isEqualTo(old);
        assertThat(side(lines, '-')).isEqualTo(now);
    }

    private static List<String> lines(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "abc".charAt(random.nextInt(3)) + "\n")
                .toList();
    }

    private static String side(List<Line> lines, char without) {
        return lines.stream()
                .filter(line -> line.sign() != without)
                .map(Line::text)
                .collect(Collectors.joining());
    }

    /** The length of the longest common subsequence, the slow way. */
    private static int common(List<String> a, List<String> b) {
        int[][] longest = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                longest[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return longest[a.size()][b.size()];
    }
}
