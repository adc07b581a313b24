// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.internal.tool.evasion.Variant;
import io.kguard.internal.tool.evasion.VariantResult;
import io.kguard.internal.verify.LargeSuite;
import io.kguard.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The board shows all that runs left behind, and refuses what is no whole run. */
class BoardTest {
    @TempDir
    private static Path suites;

    private static Path whole;
    private static Path chosen;

    @TempDir
    private Path folder;

    private Path run;

    /** One of 14 attacks is missed, one can't be read, and one rule of 14 has no check. The other run makes a part of its checks. */
    @BeforeAll
    static void verify() throws IOException {
        LargeSuite.verify(suites.resolve("whole"), 14, 14, "");
        LargeSuite.verify(suites.resolve("chosen"), 12, 12, "secret-read-3,secret-used-3,secret-read-7");
        whole = suites.resolve("whole/reports");
        chosen = suites.resolve("chosen/reports");
    }

    /** A copy of what a run left behind, which a test may damage. */
    @BeforeEach
    void copy() throws IOException {
        run = Files.createDirectories(folder.resolve("run"));
        Files.copy(whole.resolve(RunFiles.RESULTS), run.resolve(RunFiles.RESULTS));
    }

    private static String rule(int service) {
        return "Secret of service " + service + " read by an unexpected program";
    }

    private static List<String> write(Path into, Map<String, Path> runs) throws IOException {
        Map<SetName, Path> named = new LinkedHashMap<>();
        runs.forEach((name, of) -> named.put(new SetName(name), of));
        return Board.read(named).write(into);
    }

    private List<String> write() throws IOException {
        Map<String, Path> both = new LinkedHashMap<>();
        both.put("stable", run);
        both.put("0.40", chosen);
        return write(folder.resolve("board"), both);
    }

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve("board").resolve(name));
    }

    private void change(String from, String to) throws IOException {
        Path file = run.resolve(RunFiles.RESULTS);
        String text = Files.readString(file);
        int at = text.indexOf(from);
        assertThat(at).as(from).isNotNegative();
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
    }

    /** The rows of tables that have some texts, with bars in place of markup. */
    private static List<String> rows(String page, String... texts) {
        return page.lines()
                .filter(line -> line.startsWith("<tr"))
                .map(line -> line.replaceAll("(<[^>]*>)+", "|"))
                .filter(line -> Stream.of(texts).allMatch(line::contains))
                .toList();
    }

    @Test
    void theBadgeCountsRulesWhoseChecksAllPassed() throws IOException {
        assertThat(write())
                .containsExactly(
                        "stable: fires 11/14, twins 13/14, evasions not measured",
                        "0.40: fires 1/12, twins 1/12, evasions not measured");
        assertThat(page("badge-stable.svg"))
                .contains("kguard stable", "fires 11/14, twins 13/14, evasions not measured", "#a5241a")
                .doesNotContain("#146c3c");
    }

    @Test
    void whatFailedAndWhatCouldNotBeJudgedIsShownAsWhatItIs() throws IOException {
        write();
        String first = page("index.html");

        assertThat(rows(first, rule(7), "fires", "secret-read-7"))
                .singleElement()
                .asString()
                .contains("|failed|failed|");
        assertThat(rows(first, rule(0), "fires", "secret-read-13"))
                .singleElement()
                .asString()
                .contains("|error|");
        assertThat(rows(first, "|" + rule(0) + "|1/2, 1 error|")).hasSize(1);
        assertThat(rows(first, "|" + rule(13) + "|no check|no such rule|no check|no such rule|"))
                .hasSize(1);
        assertThat(page("set-stable.html"))
                .contains(
                        "T1552.006",
                        "[NO ] ",
                        "--only=scenario:secret-read-7".substring(2),
                        "Secret of a service read");
    }

    @Test
    void whatWasNotPlayedOrMeasuredIsSaidSo() throws IOException {
        write();
        String first = page("index.html");

        assertThat(rows(first, rule(5), "fires", "secret-read-5"))
                .singleElement()
                .asString()
                .contains("|fired|not played|");
        assertThat(rows(first, "|" + rule(5) + "|1/1|0/0, 1 not played|1/1|0/0, 1 not played|"))
                .hasSize(1);
        assertThat(rows(first, "|Not played|0|21|")).hasSize(1);
        assertThat(rows(first, "|Not passed|1 failed, 1 error, 0 known|1 failed, 0 errors, 0 known|"))
                .hasSize(1);
        assertThat(rows(first, "|Evasions caught|not measured|not measured|")).hasSize(1);
        assertThat(page("set-0-40.html")).contains("fires in secret-read-5: Left out");
    }

    @Test
    void theSameRunsMakeTheSameBytes() throws IOException {
        write();
        Map<String, String> first = bytes(folder.resolve("board"));
        Files.move(folder.resolve("board"), folder.resolve("earlier"));
        write();

        assertThat(bytes(folder.resolve("board"))).hasSize(5).isEqualTo(first);
        write();
        assertThat(bytes(folder.resolve("board"))).isEqualTo(first);
    }

    private static Map<String, String> bytes(Path folder) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return bytes;
    }

    /** What an analysis of evasions writes, about the first rule: it sees one variant, and misses two, of which another sees one. */
    private void measureEvasion() throws IOException {
        List<Variant> variants =
                Variant.of(ScenarioReader.read("attack.yaml", """
                scenario: secret-read-1
                title: An attack
                attack: [T1003.008]
                pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: 'root:'}}]
                fires: [A rule]
                """).get(0));
        List<String> rule = List.of(rule(1));
        List<VariantResult> results = new ArrayList<>();
        results.add(result(variants.get(0), rule, List.of(), List.of()));
        results.add(result(variants.get(1), List.of(), rule, List.of()));
        results.add(result(variants.get(2), List.of(), rule, List.of(rule(2))));
        results.add(new VariantResult(
                variants.get(3), List.of(), List.of(), List.of(), List.of(), "step 1 ended with 1", false));
        results.add(new VariantResult(
                variants.get(4), List.of(), List.of(), List.of(), List.of(), "no step has an output", true));
        Files.writeString(run.resolve(RunFiles.EVASION), new EvasionReport(results).json());
        change("\"measured\": [", "\"measured\": [{\"name\": \"Evasion\", \"summary\": \"\"}, ");
    }

    private static VariantResult result(
            Variant variant, List<String> caught, List<String> missed, List<String> others) {
        return new VariantResult(variant, caught, missed, others, List.of(), "", false);
    }

    @Test
    void evasionsAreToldApart() throws IOException {
        measureEvasion();

        assertThat(write().get(0)).isEqualTo("stable: fires 11/14, twins 13/14, evasions 33 %");
        String first = page("index.html");
        assertThat(rows(first, "|" + rule(1) + "|", "|1/3, 1 unseen|")).hasSize(1);
        assertThat(rows(first, "|secret-read-1|relative-path|caught|not measured|"))
                .hasSize(1);
        assertThat(rows(first, "|secret-read-1|dotted-path|unseen|not measured|"))
                .hasSize(1);
        assertThat(rows(first, "|secret-read-1|proc-root|seen otherwise|not measured|"))
                .hasSize(1);
        assertThat(rows(first, "|secret-read-1|symbolic-link|no effect|not measured|"))
                .hasSize(1);
        assertThat(rows(first, "|secret-read-1|hard-link|no proof|not measured|"))
                .hasSize(1);
        assertThat(page("set-stable.html"))
                .contains(
                        "step 1 ended with 1",
                        "secret-read-1 by dotted-path: unseen by all",
                        "=scenario:secret-read-1");
    }

    /** A file that got lost, or stayed behind, would show what no run found. */
    @Test
    @Tag("trust")
    void evasionsOfAnotherRunAreRefused() throws IOException {
        measureEvasion();
        String text = Files.readString(run.resolve(RunFiles.EVASION));
        Files.writeString(run.resolve(RunFiles.EVASION), text.replace(rule(1), "Another rule"));
        assertThatThrownBy(this::write)
                .hasMessageContaining("evasion.json: rules[0]: the rule \"Another rule\" is not in");

        Files.delete(run.resolve(RunFiles.EVASION));
        assertThatThrownBy(this::write).hasMessageContaining("evasion.json is missing: results.json beside it says");

        change("{\"name\": \"Evasion\", \"summary\": \"\"}, ", "");
        Files.writeString(run.resolve(RunFiles.EVASION), text);
        assertThatThrownBy(this::write).hasMessageContaining("evasion.json is of another run");
    }

    @ParameterizedTest
    @Tag("trust")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "format": 2               | "format": 3             | it has format 3, and this kguard reads format 2
            "format": 2               | "format": "2"           | format: it must be a whole number from 0
            "expect": "fires"         | "expect": "blinks"      | checks[0].expect: it is "blinks", and must be one of fires,
            "verdict": "passed"       | "verdict": "fine"       | verdict: it is "fine", and must be one of passed
            "scenario":               | "szenario":             | scenario: it is missing
            "problem": ""             | "problem": "no sensor"  | summary: error is 1, and the lists have 2
            "summary": {              | "summary": {{           | results.json:1:
            "checked": 13             | "checked": 13, "rules": 9 | results.json:
            """)
    void aDamagedFileIsRefusedWithItsPlace(String from, String to, String message) throws IOException {
        write();
        change(from, to);

        assertThatThrownBy(this::write)
                .hasMessageContaining(run.resolve(RunFiles.RESULTS).toString())
                .hasMessageContaining(message)
                .hasMessageContaining("Make the run again");
        assertThat(page("index.html")).as("the earlier board stays").isNotEmpty();
    }

    /** A check that got lost would make a smaller run, and perhaps a green one. */
    @Test
    @Tag("trust")
    void aCheckThatGotLostIsNoticed() throws IOException {
        Path file = run.resolve(RunFiles.RESULTS);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines.removeIf(line -> line.contains("\"scenario\": \"secret-read-7\"")))
                .isTrue();
        Files.write(file, lines);

        assertThatThrownBy(this::write).hasMessageContaining("summary: failed is 1, and the lists have 0");
        Files.writeString(
                file, Files.readString(whole.resolve(RunFiles.RESULTS)).substring(0, 2000));
        assertThatThrownBy(this::write).hasMessageContaining("it is no whole JSON file");
        Files.delete(file);
        assertThatThrownBy(this::write)
                .hasMessageContaining("run has no file results.json")
                .hasMessageContaining("stable");
    }

    /** Neither what a link leads to nor what a run wrote becomes a part of the page. */
    @Test
    @Tag("trust")
    void nothingOfTheMachineGetsOntoTheBoard() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a secret of the machine");
        Path recordings = Files.createDirectories(run.resolve(BoardSet.RECORDINGS));
        Files.createSymbolicLink(recordings.resolve("secret-read-1.scap"), secret);
        assertThatThrownBy(this::write)
                .hasMessageContaining("secret-read-1.scap")
                .hasMessageContaining("no regular file");

        Files.delete(recordings.resolve("secret-read-1.scap"));
        Files.writeString(recordings.resolve("secret-read-1.scap"), "a recording");
        change("\"title\": \"A shell", "\"title\": \"<script>alert(1)</script> A shell");
        write();

        assertThat(page("set-stable.html"))
                .contains("&lt;script&gt;alert(1)", "href=\"recordings/stable/secret-read-1.scap\"")
                .doesNotContain("<script>alert");
        assertThat(page("index.html")).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
        assertThat(page("recordings/stable/secret-read-1.scap")).isEqualTo("a recording");

        Path elsewhere = Files.move(run.resolve(RunFiles.RESULTS), folder.resolve("elsewhere.json"));
        Files.createSymbolicLink(run.resolve(RunFiles.RESULTS), elsewhere);
        assertThatThrownBy(this::write).hasMessageContaining("has no file results.json");
    }

    @Test
    @Tag("trust")
    void nothingOfTheUserIsRemoved() throws IOException {
        write();
        Path own = Files.writeString(folder.resolve("board/notes.txt"), "mine");
        assertThatThrownBy(this::write).hasMessageContaining("holds notes.txt, which is of no board");
        Files.delete(own);
        Files.writeString(folder.resolve("board/index.html"), "<title>My page</title>");

        assertThatThrownBy(this::write).hasMessageContaining("which is of no board");
        assertThat(page("index.html")).isEqualTo("<title>My page</title>");
    }

    @Test
    void aSetHasANameOfItsOwn() {
        assertThatThrownBy(() -> new SetName("../x")).hasMessageContaining("\"../x\" is no name for a rule set");
        Map<String, Path> alike = new LinkedHashMap<>();
        alike.put("0.40", run);
        alike.put("0-40", run);
        assertThatThrownBy(() -> write(folder.resolve("board"), alike)).hasMessageContaining("are too much alike");
    }
}
