// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedPatchTest {
    /** How many lines name the file. */
    private static final int HEAD = 2;

    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),\\d+ \\+(\\d+),\\d+ @@");

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
    void makesOneTextTheOtherWithAsFewChangesAsPossible() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> old = lines(random, 1 + random.nextInt(40));
            List<String> now = lines(random, 1 + random.nextInt(40));
            List<String> patch = patch(old, now);

            assertThat(applied(old, patch)).isEqualTo(now);
            long changes = patch.stream()
                    .skip(HEAD)
                    .filter(line -> !line.startsWith(" ") && !line.startsWith("@"))
                    .count();
            assertThat(changes).isEqualTo(old.size() + now.size() - 2L * common(old, now));
        }
    }

    @Test
    void whatStaysIsNoPatch() {
        assertThat(UnifiedPatch.of("a", "x\ny\n", "x\ny\n")).isEmpty();
    }

    @Test
    void manyChangesAreShownAsOne() {
        List<String> old = new ArrayList<>();
        List<String> now = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            old.addAll(List.of("same", "old " + i));
            now.addAll(List.of("same", "new " + i));
        }
        List<String> patch = patch(old, now);

        assertThat(applied(old, patch)).isEqualTo(now);
        assertThat(patch).hasSize(HEAD + 1 + old.size() + now.size()).noneMatch(line -> line.startsWith(" "));
    }

    private static List<String> patch(List<String> old, List<String> now) {
        return UnifiedPatch.of("a", String.join("\n", old) + "\n", String.join("\n", now) + "\n")
                .lines()
                .toList();
    }

    /** What a patch makes of lines. It must fit where it says. */
    private static List<String> applied(List<String> old, List<String> patch) {
        List<String> now = new ArrayList<>();
        int at = 0;
        for (String line : patch.subList(Math.min(HEAD, patch.size()), patch.size())) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                int start = Integer.parseInt(hunk.group(1)) - 1;
                now.addAll(old.subList(at, start));
                assertThat(now).hasSize(Integer.parseInt(hunk.group(2)) - 1);
                at = start;
                continue;
            }
            if (!line.startsWith("+")) {
                assertThat(old.get(at++)).isEqualTo(line.substring(1));
            }
            if (!line.startsWith("-")) {
                now.add(line.substring(1));
            }
        }
        now.addAll(old.subList(at, old.size()));
        return now;
    }

    private static List<String> lines(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.valueOf("abc".charAt(random.nextInt(3))))
                .toList();
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
