// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hooks that pre-commit finds in a clone of kguard are commands that there are, and a rule that is wrong stops the commit. */
class PreCommitHooksTest {
    @TempDir
    private Path folder;

    @Test
    void aHookStopsTheCommitOfAWrongRule() throws IOException {
        List<String> hooks = Files.readAllLines(Path.of("../.pre-commit-hooks.yaml"));
        List<String> entries =
                hooks.stream().filter(line -> line.startsWith("  entry: ")).toList();
        assertThat(entries).hasSize(1);
        assertThat(hooks).contains("- id: kguard-lint", "  language: system");
        String entry = entries.get(0).replace("  entry: ", "");
        SmallProject.in(folder);
        Path rules = folder.resolve("src/kguard/rules/rules.yaml");

        assertThat(run(entry, rules).status()).isZero();
        Files.writeString(rules, Files.readString(rules).replace("proc.name", "proc.nam"));

        Program stopped = run(entry, rules);
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.out()).contains("unknown field proc.nam; did you mean proc.name?");
    }

    private Program run(String entry, Path rules) {
        List<String> words = new ArrayList<>(List.of(entry.split(" ")));
        assertThat(words.remove(0)).isEqualTo("kguard");
        words.add(rules.toString());
        return Program.run(folder, words.toArray(new String[0]));
    }
}
