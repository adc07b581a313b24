// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.goal.Goals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command lines in documents, manifests and templates of CI are ones that the program understands. */
class WrittenCommandsTest {
    private static final Path PROJECT = Path.of("..");

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/:.-])kguard ("
            + Goals.all().stream().map(goal -> goal.name()).collect(Collectors.joining("|"))
            + ")(?=[\\s,\"`])([^\\n`]*)");

    /** A default of an input is a command without the program. */
    private static final Pattern INPUT =
            Pattern.compile("command:\\n +description: .*\\n +default: (?<name>[a-z-]+)(?<rest>.*)", Pattern.MULTILINE);

    /** Shows what is said to a wrong option. */
    private static final String WRONG = "--strikt";

    private record Written(Path file, String goal, List<String> arguments) {
        static Written of(Path file, String goal, String rest) {
            List<String> words = Stream.of(
                            rest.replaceAll("\\$\\(\\([^)]*\\)\\)", "N") // what a shell computes is one word
                                    .replaceAll("[>&|;)].*", "")
                                    .strip()
                                    .split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .map(word -> word.replaceAll("^[\"']|[\"',.]+$", ""))
                    .toList();
            return new Written(file, goal, words);
        }

        void parse() {
            Commands.command(Goals.named(goal).orElseThrow()).parseArgs(arguments.toArray(String[]::new));
        }
    }

    private static List<Written> in(String name) throws IOException {
        Path file = PROJECT.resolve(name);
        // a folded line of YAML, and a line that a backslash continues, are one
        String text = Files.readString(file).replaceAll("\\\\\\n\\s*", " ").replaceAll("\\n\\s+(?=--)", " ");
        List<Written> found = new ArrayList<>();
        for (Matcher command = COMMAND.matcher(text); command.find(); ) {
            if (command.group().contains("--")) { // without an option it may be a sentence
                found.add(Written.of(file, command.group(1), command.group(2)));
            }
        }
        for (Matcher input = INPUT.matcher(text); input.find(); ) {
            found.add(Written.of(file, input.group("name"), input.group("rest")));
        }
        return found;
    }

    @Test
    void theProgramUnderstandsThem() throws IOException {
        for (String name :
                List.of("README.md", "docs/ci.md", "docs/container.md", "docs/kubernetes/shards.yaml", "action.yml")) {
            for (Written written : in(name)) {
                if (!written.arguments().contains(WRONG)) {
                    written.parse();
                }
            }
        }
    }

    @Test
    void manifestsAndTemplatesHaveSome() throws IOException {
        assertThat(in("docs/kubernetes/shards.yaml"))
                .singleElement()
                .satisfies(shard -> assertThat(shard.arguments())
                        .containsSubsequence("--shard", "--rules", "--scenarios", "--reports"));
        assertThat(in("action.yml")).extracting(Written::goal).containsExactly("verify");
        assertThat(in("pipelines/gitlab.yml")).extracting(Written::goal).containsExactly("verify");
    }

    @Test
    void aWrongOptionIsNoticed() throws IOException {
        Written wrong = in("README.md").stream()
                .filter(written -> written.arguments().contains(WRONG))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(wrong::parse).isInstanceOf(UnmatchedArgumentException.class);
    }
}
