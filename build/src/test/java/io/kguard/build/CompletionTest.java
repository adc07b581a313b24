// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tab completes. */
class CompletionTest {
    @TempDir
    private Path folder;

    /** What bash offers for the last of some words. Its own parts are split at {@code =}. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("kguard.bash"), Completion.ofAll().bash());
        String quoted = Arrays.stream(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Process bash = new ProcessBuilder(
                        "bash",
                        "-euc",
                        """
                        kguard() { printf '%s\\n' credential-access '  shadow: Reads' '    techniques  T1003' '  other: x'; }
                        compopt() { :; }
                        . "$0"
                        COMP_WORDS=(kguard __WORDS__) COMP_CWORD=__INDEX__
                        _kguard
                        printf '%s\\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
                        """.replace("__WORDS__", quoted).replace("__INDEX__", String.valueOf(words.length)),
                        script.toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(bash.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(bash.waitFor()).isZero();
        return lines;
    }

    @Test
    void commandsAndOptionsAreCompleted() throws Exception {
        assertThat(offered("ver")).containsExactly("verify");
        assertThat(offered("verify", "--min-r")).containsExactly("--min-rule-coverage");
        assertThat(offered("lint", "--str")).containsExactly("--strict");
        assertThat(offered("new", "")).containsExactlyInAnyOrder("rule", "scenario", "local-rules", "project");
        assertThat(offered("new", "scenario", "--l")).containsExactly("--like");
        assertThat(offered("verify", "--nothing")).isEmpty();
    }

    @Test
    void valuesAreCompleted() throws Exception {
        assertThat(offered("lint", "--falco", "0.4")).containsExactly("0.40", "0.41", "0.42", "0.43", "0.44", "0.45");
        assertThat(offered("lint", "--falco", "=", "cur")).containsExactly("current");
        assertThat(offered("upgrade", "--to", "=")).contains("0.45", "current");
        assertThat(offered("scenarios", "--tactic", "cred")).containsExactly("credential-access");
        assertThat(offered("verify", "--rows", "")).containsExactly("failed", "all");
    }

    @Test
    void idsAndRulesAreThoseOfTheProject() throws Exception {
        Path rules = Files.createDirectories(folder.resolve("src/kguard/rules"));
        Files.writeString(rules.resolve("rules.yaml"), "- rule: Passwords read\n");

        assertThat(offered("record", "")).containsExactly("shadow", "other");
        assertThat(offered("scenarios", "sh")).containsExactly("shadow");
        assertThat(offered("new", "scenario", "x", "--like", "o")).containsExactly("other");
        assertThat(offered("derive", "--rule", "Pass")).containsExactly("Passwords\\ read");
        assertThat(offered("lint", "src/kguard/r")).containsExactly("src/kguard/rules");
    }

    @Test
    void namesToExplainAreCompleted() throws Exception {
        assertThat(offered("explain", "proc.anam")).containsExactly("proc.aname");
        assertThat(offered("explain", "LINT_NEVER")).contains("LINT_NEVER_TRUE");
        assertThat(offered("explain", "execv")).containsExactly("execve", "execveat");
        assertThat(offered("explain", "mesos")).isEmpty();
        assertThat(Completion.ofAll().fish()).contains("proc.aname");
    }

    @Test
    void eachShellKnowsEachOption() {
        Completion completion = Completion.ofAll();
        for (Goal goal : Goals.all()) {
            goal.parameters().stream().filter(parameter -> !parameter.ofMaven()).forEach(parameter -> {
                assertThat(completion.bash()).contains(parameter.option());
                assertThat(completion.zsh()).contains(parameter.option());
                assertThat(completion.fish())
                        .contains("from " + goal.name() + "' -l "
                                + parameter.option().substring(2) + " ");
            });
        }
        assertThat(completion.zsh()).startsWith("#compdef kguard\n");
    }
}
