// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
    private static final YamlFormat FORMAT = new YamlFormat("script", "it should have keys", 1024, 5, 3, 50);

    @TempDir
    Path folder;

    private static YamlDocument document(String text) {
        return YamlDocument.of("a.yaml", text, FORMAT, (value, written) -> written);
    }

    private YamlDocument document(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("a.yaml"), bytes);
        return YamlDocument.read("a.yaml", file, FORMAT, (value, written) -> written);
    }

    private static YamlMapping mapping(YamlDocument document) {
        return Objects.requireNonNull(Objects.requireNonNull(document.root()).mapping("a script"));
    }

    private static String problems(YamlDocument document) {
        return YamlProblem.render(document.problems());
    }

    @Test
    void whatAFormatAllowsIsRead() throws IOException {
        YamlDocument document = document("a: [x, {b: true}]\nc: ~\n".getBytes(UTF_8));
        assertThat(Objects.requireNonNull(document.root()).plain()).hasToString("{a=[x, {b=true}], c=null}");
        assertThat(document.problems()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        assertThat(document(new byte[1024]).problems().get(0).message()).contains("U+0000");
        assertThat(problems(document(new byte[1025])))
                .isEqualTo("a.yaml:1:1: the file is larger than 1 KiB\n  no script may be larger");
        assertThat(problems(document("x".repeat(1025)))).contains("larger than 1 KiB");
    }

    @Test
    void theFirstByteThatIsNotUtf8IsNamed() throws IOException {
        assertThat(problems(document(new byte[] {'a', ':', ' ', 'x', '\n', 'b', (byte) 0xff, 'c'})))
                .isEqualTo("a.yaml:2:2: the text is not UTF-8\n    b\n     ^");
        assertThat(problems(document(new byte[] {'a', (byte) 0xc3}))).startsWith("a.yaml:1:2: the text is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | a.yaml:1:1: the file is empty
            '# nothing'                    | a.yaml:1:1: the file is empty
            'a: [[[[[[[[1]]]]]]]]'         | a.yaml:1:1: this YAML can't be read: Nesting Depth exceeded max 5
            'a: &a [*a]'                   | a.yaml:1:4: the YAML is nested more than 5 levels deep
            '[&a [1], *a, *a, *a, *a]'     | a.yaml:1:1: this YAML can't be read: Number of aliases for non-scalar
            'a: "b'                        | a.yaml:1:6: not valid YAML: while scanning a quoted scalar: found unexpected
            """)
    void whatCanNotBeReadHasOneProblem(String text, String problem) {
        YamlDocument document = document(text);
        assertThat(document.root()).isNull();
        assertThat(document.problems()).hasSize(1);
        assertThat(problems(document)).startsWith(problem);
    }

    @Test
    void aliasesDoNotMakeMoreValuesThanAllowed() {
        String twenty = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
        assertThat(document("[&a " + twenty + ", *a]").problems()).isEmpty();
        assertThat(problems(document("[&a " + twenty + ", *a, *a]")))
                .contains("the YAML has more than 50 values when its aliases are expanded");
    }

    @Test
    void aSecondDocumentIsAProblem() {
        assertThat(problems(document("a: 1\n---\nb: 2\n"))).isEqualTo("""
                a.yaml:3:1: a second YAML document begins here
                    b: 2
                    ^
                  a file holds one script: move it to its own file""");
    }

    @Test
    void aTabIsExplained() {
        assertThat(problems(document("a:\n\tb: 1\n"))).endsWith("\n  indent with spaces; YAML does not allow tabs");
    }

    @Test
    void aCharacterThatYamlForbidsIsNamedAtItsPlaceAndNotPrinted() {
        assertThat(problems(document("a: 1\nb: \u001b[2J\n")))
                .isEqualTo("a.yaml:2:4: character U+001B is not allowed in YAML\n    b: \uFFFD[2J\n       ^");
    }

    @Test
    void theCaretIsBelowItsPlaceAfterTabsAndCharactersOfTwoUnits() {
        YamlDocument document = document("{\t\"\ud83d\ude00\": 1}\n");
        mapping(document).values().forEach(value -> value.problem("here", ""));
        assertThat(problems(document)).isEqualTo("a.yaml:1:8: here\n    {\t\"\ud83d\ude00\": 1}\n     \t     ^");
    }

    @Test
    void messagesAreOnOneLine() {
        YamlDocument document = document("a: 1\n");
        mapping(document).problem("a", "not \"x\ny\u001b\"", "");
        assertThat(document.problems().get(0).message()).isEqualTo("not \"x\\ny\\u001b\"");
    }

    @Test
    void allMistakesAreKeptOnceAndInTheOrderOfTheFile() {
        YamlDocument document = document("flag: maybe\nlist: 1\ntext: [1]\nnothing: ~\nflga: true\n");
        YamlMapping mapping = mapping(document);
        mapping.text("nothing");
        mapping.text("text");
        mapping.items("list", 3);
        mapping.flag("flag", false);
        mapping.flag("flag", false);
        assertThat(document.problems())
                .extracting(problem -> problem.line() + ": " + problem.message())
                .containsExactly(
                        "1: \"flag\" must be true or false, not \"maybe\"",
                        "2: \"list\" must be a list, not \"1\"",
                        "3: \"text\" must be a string, not a list",
                        "4: \"nothing\" must be a string, not nothing");
        assertThat(document.problems().get(3).hint()).isEqualTo("put it in quotes if it is a string");
    }

    @Test
    void aHundredMistakesAreEnough() {
        YamlDocument document = document("a: [" + "~, ".repeat(40) + "]\nb: 1\n");
        YamlMapping mapping = mapping(document);
        mapping.texts("a", 99);
        mapping.items("a", 99).forEach(item -> item.problem("again", ""));
        mapping.items("a", 99).forEach(item -> item.problem("and again", ""));
        assertThat(document.isHopeless()).isTrue();
        assertThat(document.mistakes()).isEqualTo(100);
        assertThat(document.problems()).hasSize(101);
        assertThat(document.problems().get(100).message()).isEqualTo("there are more than 100 mistakes");
        mapping.warnOfUnknownKeys(YamlMapping.keys("a"));
        assertThat(document.problems()).hasSize(102).anyMatch(YamlProblem::warning);
    }

    @Test
    void unknownKeysAndEqualKeysAreProblems() {
        YamlDocument document = document("text: 1\ntetx: 2\ntext: 3\n[a]: 4\n");
        YamlMapping mapping = Objects.requireNonNull(
                Objects.requireNonNull(document.root()).mapping("a script", YamlMapping.keys("text")));
        assertThat(mapping.text("text")).isEqualTo("1");
        assertThat(document.problems())
                .extracting(problem -> problem.line() + ": " + problem.message())
                .containsExactly(
                        "2: a script has no key \"tetx\"",
                        "3: \"text\" is given twice",
                        "4: a key of a script must be a string");
    }

    @Test
    void aValueKnowsItsPath() {
        YamlValue root = Objects.requireNonNull(document("a: [{b: 1}]\n").root());
        assertThat(root.find(List.of("a", 0, "b")).path()).isEqualTo("a[0].b");
        assertThat(root.find(List.of("a", 1, "b")).path()).isEqualTo("a");
    }

    /** "yes" is a boolean in YAML 1.1 only: taken for false it would turn a setting around. */
    @Test
    void onlyTrueAndFalseAreBooleans() {
        assertThat(Objects.requireNonNull(document("{a: yes, b: True, c: off, d: false, e: 'true'}")
                                .root())
                        .plain())
                .isEqualTo(Map.of("a", "yes", "b", true, "c", "off", "d", false, "e", "true"));
    }
}
