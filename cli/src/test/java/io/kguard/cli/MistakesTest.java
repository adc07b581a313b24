// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good files, each with one mistake at a time. mistakes.tsv has a row for each: the file, what is replaced, by what, the exit status
 * and what the program says. With {@code -Dkguard.golden=accept} the last two are written again.
 */
class MistakesTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String NAME = "mistakes.tsv";
    private static final Path TABLE = Golden.folder().resolve(NAME);
    private static final int NOT_JUDGED = 2;
    private static final Map<String, String> CALLS = Map.of(
            "rules.yaml", "lint {dir}/rules.yaml",
            "scenario.yaml", "scenarios --scenarios {dir}/scenario.yaml",
            "written.yaml",
                    "verify --rules {dir}/rules.yaml --scenarios {dir}/written.yaml --catalogue off --reports {dir}/out",
            "events.yaml",
                    "verify --rules {dir}/rules.yaml --scenarios {dir}/written.yaml --catalogue off --reports {dir}/out",
            "talon.yaml", "lint {dir}/rules.yaml --reactions {dir}/talon.yaml",
            "falco.yaml",
                    "verify --config {dir}/falco.yaml --scenarios {dir}/written.yaml --catalogue off --reports {dir}/out");
    private static final Pattern PLACE = Pattern.compile("\\.yaml:\\d+:\\d+|\\.yaml, (?:line|byte) \\d+");
    private static final Pattern FIX = Pattern.compile(
            "(?i)did you mean|for example|one of|known: |\\b(?:add|say|name|write|give|remove|leave|load)\\b");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rules.yaml", "scenario.yaml", "written.yaml", "events.yaml", "talon.yaml", "falco.yaml"})
    void withoutAMistakeNothingIsSaid(String file) throws IOException {
        write();

        assertThat(call(file).status()).isZero();
    }

    @Test
    void eachMistakeIsNamed() throws IOException {
        List<String> rows = Files.readAllLines(TABLE);
        List<String> now = new ArrayList<>();
        for (String row : rows) {
            now.add(row.startsWith("#") ? row : answered(row.split("\t", -1)));
        }
        assertGolden(String.join("\n", now), NAME);
    }

    /** Each has two of these at least: the place, the cause, what to do. None has words for programmers. */
    @Test
    void eachMessageIsGood() throws IOException {
        assertThat(Files.readAllLines(TABLE).stream().filter(row -> !row.startsWith("#")))
                .allSatisfy(row -> {
                    String message = row.split("\t", -1)[4];
                    assertThat(message).doesNotContainPattern(MessagesTest.FOR_PROGRAMMERS);
                    assertThat(PLACE.matcher(message).find()
                                    || FIX.matcher(message).find())
                            .isTrue();
                });
    }

    private String answered(String[] cells) throws IOException {
        write();
        Path file = folder.resolve(cells[0]);
        String good = Files.readString(file);
        String old = unescaped(cells[1]).replace("{dir}", folder.toString());
        assertThat(good).as(cells[0] + " has what is replaced").contains(old);
        Files.writeString(file, good.replace(old, unescaped(cells[2])));

        Program called = call(cells[0]);

        String said = said(CALLS.get(cells[0]), called).replace(folder.toString(), "{dir}");
        return Stream.of(
                        cells[0],
                        cells[1],
                        cells[2],
                        String.valueOf(called.status()),
                        said.replace("\n", "\\n").replace("\t", "\\t"))
                .collect(Collectors.joining("\t"));
    }

    /** What lint finds and what a check can't be judged by is on the standard output, below a heading. */
    private static String said(String call, Program called) {
        if (called.status() < NOT_JUDGED && call.startsWith("lint ")) {
            return called.out()
                    .lines()
                    .skip(1)
                    .filter(line -> !line.matches("(\\d+ (rules?|reactions?): |WARNING|Report: ).*"))
                    .collect(Collectors.joining("\n"))
                    .strip();
        }
        if (called.error().startsWith("kguard could not judge")) {
            return Arrays.stream(called.out().split("\n\n"))
                    .filter(part ->
                            part.strip().startsWith("ERROR") || part.strip().startsWith("The scenarios do not load"))
                    .flatMap(part -> part.strip().lines().skip(1))
                    .filter(line -> !line.startsWith("Report: "))
                    .collect(Collectors.joining("\n"));
        }
        return called.error().strip();
    }

    private Program call(String file) {
        return Program.run(
                folder, CALLS.get(file).replace("{dir}", folder.toString()).split(" "));
    }

    private void write() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("mistakes"))) {
            for (Path file : files.toList()) {
                Files.writeString(
                        folder.resolve(file.getFileName().toString()),
                        Files.readString(file).replace("{dir}", folder.toString()));
            }
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t");
    }
}
