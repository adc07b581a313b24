// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults that Falco accepts without a word are named; what is nearly the same and right is not. */
class FaultyRulesTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/kguard/lint");
    private static final String MACROS = """
            - macro: spawned
              condition: (evt.type in (execve, execveat))
            - macro: opened
              condition: (evt.type in (open, openat, openat2))
            """;

    static Stream<String> faulty() throws IOException {
        return rows("faulty-rules.tsv");
    }

    static Stream<String> sound() throws IOException {
        return rows("sound-rules.tsv");
    }

    private static Stream<String> rows(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream().filter(row -> !row.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void isNamed(String row) {
        String[] cells = (row + "\t\t\t").split("\t", -1);

        assertThat(findings(cells[1], cells[2].isEmpty() ? "o" : cells[2], cells[3]))
                .extracting(finding -> finding.code().name())
                .containsOnly(cells[0]);
    }

    @ParameterizedTest
    @MethodSource("sound")
    void isNotNamed(String condition) {
        assertThat(findings(condition, "o", "")).isEmpty();
    }

    @Test
    void thereAreFiftyFaults() throws IOException {
        assertThat(faulty()).hasSizeGreaterThanOrEqualTo(50);
    }

    private static List<Diagnostic> findings(String condition, String output, String tag) {
        String rule = "- rule: r\n  desc: d\n  condition: >\n    " + condition + "\n  output: \"" + output
                + "\"\n  priority: INFO\n" + (tag.isEmpty() ? "" : "  tags: [" + tag + "]\n");
        return Lint.check(
                        RuleLoader.of(FalcoVersion.CURRENT).loadText("r.yaml", MACROS + rule),
                        SensorTypes.of(FalcoVersion.CURRENT))
                .diagnostics()
                .stream()
                .filter(finding -> !finding.code().name().equals("LOAD_UNUSED_MACRO"))
                .toList();
    }
}
