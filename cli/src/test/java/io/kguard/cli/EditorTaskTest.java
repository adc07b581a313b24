// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task for editors that docs/lint.md shows finds each finding of lint. */
class EditorTaskTest {
    @TempDir
    private Path folder;

    @Test
    void itFindsEachFinding() throws Exception {
        String page = Files.readString(Path.of("../docs/lint.md"));
        String regexp = valueOf("regexp", page).replace("\\\\", "\\");
        Path rules = Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Long name
                  desc: A name that the kernel cuts
                  condition: evt.type = execve and proc.name = a-name-with-many-letters
                  output: Long name (%proc.name)
                  priority: NOTICE
                - rule: Broken
                  desc: A field that there is not
                  condition: proc.nam = sh
                  output: Broken
                  priority: NOTICE
                """);

        String printed = Program.run(folder, "lint", rules.toString()).out();

        List<MatchResult> found = Pattern.compile(regexp, Pattern.MULTILINE)
                .matcher(printed)
                .results()
                .toList();
        assertThat(found)
                .as(printed)
                .extracting(
                        result -> result.group(Integer.parseInt(valueOf("file", page))),
                        result -> result.group(Integer.parseInt(valueOf("line", page))),
                        result -> result.group(Integer.parseInt(valueOf("code", page))))
                .contains(tuple(rules.toString(), "8", "LOAD_ERR_COMPILE_CONDITION"));
        assertThat(found).hasSize((int) printed.lines()
                .filter(line -> line.startsWith(rules.toString()))
                .count());
    }

    private static String valueOf(String key, String page) {
        Matcher value = Pattern.compile("\"" + key + "\": \"?(.*?)\"?,?\n").matcher(page);
        assertThat(value.find()).as(key).isTrue();
        return value.group(1);
    }
}
