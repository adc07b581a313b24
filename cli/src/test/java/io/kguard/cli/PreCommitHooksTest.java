// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The hooks that pre-commit finds in a clone of kguard are commands that there are, and a rule that is wrong stops the commit. */
class PreCommitHooksTest {
    @TempDir
    private Path folder;

    @Test
    void aHookStopsTheCommitOfAWrongRule() throws IOException {
        List<Map<String, Object>> hooks = new Yaml().load(Files.readString(Path.of("../.pre-commit-hooks.yaml")));
        assertThat(hooks)
                .hasSize(1)
                .allSatisfy(hook -> assertThat(hook)
                        .containsKeys("id", "name", "description", "entry")
                        .containsEntry("language", "system")
                        .containsEntry("pass_filenames", false));
        SmallProject.in(folder);
        Path rules = folder.resolve("src/kguard/rules/rules.yaml");

        assertThat(run(hooks.get(0), rules).status()).isZero();
        Files.writeString(rules, Files.readString(rules).replace("proc.name", "proc.nam"));

        Program stopped = run(hooks.get(0), rules);
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.out()).contains("unknown field proc.nam; did you mean proc.name?");
    }

    private Program run(Map<String, Object> hook, Path rules) {
        List<String> words =
                new ArrayList<>(List.of(hook.get("entry").toString().split(" ")));
        assertThat(words.remove(0)).isEqualTo("kguard");
        words.add(rules.toString());
        return Program.run(folder, words.toArray(new String[0]));
    }
}
