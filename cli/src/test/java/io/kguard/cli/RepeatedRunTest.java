// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says to run a check again is all that it takes. */
class RepeatedRunTest {
    @TempDir
    private Path folder;

    @Test
    void theCommandHasTheOptionsOfTheRun() throws Exception {
        SmallProject.in(folder);
        Path rules = folder.resolve("the team's rules.yaml");
        Files.move(folder.resolve("src/kguard/rules/rules.yaml"), rules);
        Files.delete(folder.resolve("src/kguard/rules"));

        Program first =
                Program.call(folder, "verify", rules.toString(), "--catalogue=off", "--enable", "all", "--rows=all");

        assertThat(first.status()).as(first.out() + first.error()).isZero();
        Path reports = folder.resolve("target/kguard");
        Matcher written =
                Pattern.compile("\"options\": \"(.*)\",\n").matcher(Files.readString(reports.resolve("results.json")));
        assertThat(written.find()).isTrue();
        String options = written.group(1).replace("\\\\", "\\");
        assertThat(options)
                .isEqualTo("--rules='" + folder + "/the team'\\''s rules.yaml' --catalogue=off --enable=all");
        assertThat(reports.resolve("report.html")).content().contains("kguard verify --only=scenario:shadow --rules=");
        List<String> again = new ArrayList<>(List.of("verify", "--only=scenario:shadow"));
        again.addAll(words(options));

        Program second = Program.call(folder, again.toArray(String[]::new));

        assertThat(second.out()).contains("1 check: 1 passed, 0 failed, 0 errors");
        assertThat(second.status()).isZero();
    }

    /** The words that a shell makes of a text. */
    private static List<String> words(String text) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + text).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
