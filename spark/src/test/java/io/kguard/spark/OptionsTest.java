// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.goal.Goals;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line. */
class OptionsTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    @Test
    void optionsAndCapturesMayBeMixed() {
        Options options = Options.of(
                "a.scap",
                "--rules=a.yaml,b",
                "--matching",
                "all",
                "--rules",
                "c.yaml",
                "s3a://b/*.scap",
                "--enable=all");

        assertThat(options.rules()).containsExactly("a.yaml", "b", "c.yaml");
        assertThat(options.places().get(Content.CAPTURE)).containsExactly("a.scap", "s3a://b/*.scap");
        assertThat(options.settings()).isEqualTo(new RuleSettings(FalcoVersion.CURRENT, Matching.ALL, true));
        assertThat(options.against()).isEmpty();
        assertThat(options.reports()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.scap | there are no rules: name rule files with --rules A,B",
                "--rules a.yaml | there are no captures: name files, folders and globs behind the options. Name logs with --audit and --log",
                "--rules a --log , --audit , | there are no captures: name files, folders and globs behind the options. Name logs with --audit and --log",
                "--rules a --config b --config c a.scap | --config is given 2 times",
                "--rulez a.yaml a.scap | kguard on Spark has no option --rulez; did you mean --rules?",
                "--rules a.yaml --against | a value is missing: --against FILE,...",
                "--rules --against b | a value is missing: --rules FILE,...",
                "--rules a --enable some a.scap | --enable is \"some\"; it can be \"all\"",
                "--rules a --matching some a.scap | rule matching is \"some\"; it can be \"first\" or \"all\"",
                "--rules a --reports b --reports c a.scap | --reports is given 2 times",
                "--rules a --against , a.scap | --against names no rules",
            })
    void wrongUseIsOneSentence(String arguments, String sentence) {
        ByteArrayOutputStream error = new ByteArrayOutputStream();

        int status = new SparkReplay(NOWHERE, new PrintStream(error, true, UTF_8)).run(arguments.split(" "));

        assertThat(error.toString(UTF_8)).isEqualTo("kguard: " + sentence + "\nSee --help\n");
        assertThat(status).isEqualTo(SparkReplay.WRONG_USE);
    }

    @Test
    void anUnknownFalcoIsAnsweredInTheWordsOfOptions() {
        ByteArrayOutputStream error = new ByteArrayOutputStream();

        new SparkReplay(NOWHERE, new PrintStream(error, true, UTF_8)).run("--rules", "a", "--falco", "0.39", "a.scap");

        assertThat(error.toString(UTF_8)).startsWith("kguard: --falco is \"0.39\"; it can be 0.40, 0.41");
    }

    /** What an option says is what one of kguard's commands says of it, up to what differs on Spark. */
    @ParameterizedTest
    @EnumSource(Options.Option.class)
    void wordsAreThoseOfTheCommands(Options.Option option) {
        String words = option.meaning().split(": says|, which must| Default:|\\. Its channels| There may be", 2)[0];

        List<String> ofCommands = Goals.all().stream()
                .flatMap(goal -> goal.parameters().stream())
                .filter(parameter -> parameter.option().equals(option.word()))
                .map(parameter -> parameter.meaning())
                .toList();
        assertThat(ofCommands).anyMatch(meaning -> meaning.startsWith(words));
    }

    @Test
    void helpNamesEveryOption() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(new SparkReplay(new PrintStream(out, true, UTF_8), NOWHERE).run("--help"))
                .isZero();

        for (Options.Option option : Options.Option.values()) {
            assertThat(out.toString(UTF_8)).contains("\n  " + option.word() + " ");
        }
    }
}
