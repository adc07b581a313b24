// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kguard init} sets kguard up for what a folder has, and changes nothing that is there. */
class InitTest {
    private static final int NOT_JUDGED = 2;
    private static final String RULE = """
            - rule: %s
              desc: Somebody reads the password hashes
              condition: evt.type = openat and fd.name = /etc/shadow and proc.name = cat
              output: read by %%proc.name
              priority: NOTICE
            """;

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        SmallProject.write(folder.resolve(name), text);
    }

    private Program init() {
        return Program.run(folder, "init");
    }

    private String settings() throws IOException {
        return Files.readString(folder.resolve("kguard.yaml"));
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void aFolderOfRulesGetsOptionsTestsAndAPipelineThatPass() throws IOException {
        write("rules/shadow.yaml", RULE.formatted("Hashes read"));
        write(".git/config", "[remote \"origin\"]\n  url = https://github.com/a/b\n");

        Program set = init();

        assertThat(set.status()).as(set.out() + set.error()).isZero();
        assertThat(set.out())
                .containsSubsequence(
                        "Found rules of Falco: rules/shadow.yaml\n",
                        "New: " + folder.resolve("kguard.yaml"),
                        "New: " + folder.resolve(".github/workflows/kguard.yml"),
                        "Hashes read: ",
                        "Next: kguard verify\n");
        assertThat(settings()).contains("\nrules:\n  - rules\n").doesNotContain("base", "config:", "scenarios:");
        assertThat(files().get(".github/workflows/kguard.yml"))
                .contains("uses: kguard/kguard@v0.1.0", "permissions: {contents: read}");
        Program verified = Program.run(folder, "verify", "--catalogue", "off");
        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
    }

    @Test
    void aSecondCallChangesNothing() throws IOException {
        write("rules/shadow.yaml", RULE.formatted("Hashes read"));
        write(".gitlab-ci.yml", "stages: [test]\n");
        write(".git/HEAD", "");
        init();
        write("kguard.yaml", settings() + "# mine\n");
        Path derived = folder.resolve("src/kguard/scenarios/derived/hashes-read.yaml");
        Files.writeString(derived, Files.readString(derived) + "# mine\n");
        Map<String, String> before = files();

        Program again = init();

        assertThat(again.status()).as(again.error()).isZero();
        assertThat(files()).isEqualTo(before);
        assertThat(again.out())
                .contains("Kept: " + folder.resolve("kguard.yaml"), "Kept: " + folder.resolve(".gitlab-ci.yml"))
                .contains("pipelines/gitlab.yml");
    }

    @Test
    void eachKindOfFileIsFoundByItsContent() throws IOException {
        write("a/one.yaml", RULE.formatted("One"));
        write("a/other.yaml", "x: y\n");
        write("falco_rules.yaml", RULE.formatted("Stock"));
        write(
                "k8s/map.yaml",
                "kind: ConfigMap\napiVersion: v1\nmetadata: {name: r}\ndata:\n  r.yaml: |\n"
                        + RULE.formatted("Mapped").indent(4));
        write(
                "values.yaml",
                "customRules:\n  mine.yaml: |\n" + RULE.formatted("Chart").indent(4));
        write("talon.yaml", """
                - action: Kill
                  actionner: kubernetes:terminate
                - rule: End
                  match: {rules: [One]}
                  actions: [{action: Kill}]
                """);
        write("tests/my.yaml", "scenario: mine\n");
        write("node_modules/x/rules.yaml", RULE.formatted("Foreign"));
        write("chart/templates/rules.yaml", RULE.formatted("{{ .Values.name }}"));

        Program set = init();

        assertThat(settings())
                .contains("rules:\n  - falco_rules.yaml\n  - a/one.yaml\n  - k8s/map.yaml\n  - values.yaml\n")
                .contains("config: values.yaml\n", "reactions:\n  - talon.yaml\n", "scenarios:\n  - tests\n")
                .contains("into: tests/derived\n");
        assertThat(set.out())
                .contains("chart/templates/rules.yaml was not taken")
                .doesNotContain("node_modules");
        // the scenario is none, and no pass is made of that
        assertThat(set.status()).isEqualTo(NOT_JUDGED);
        assertThat(set.error()).contains("no test was derived", "my.yaml:1:1");
    }

    @Test
    void whatFalcosOwnRulesDefineIsNamed() throws IOException {
        write("rules.yaml", RULE.formatted("Read").replace("proc.name = cat", "spawned_process"));

        Program set = init();

        assertThat(set.out()).contains("Falco's own rules define: spawned_process (falco_rules.yaml)\n");
        assertThat(settings()).containsPattern("base: stock|- stock");
    }

    @Test
    void withoutRulesNothingIsWritten() throws IOException {
        write("other.yaml", "groups: []\n");

        assertThat(init().status()).isEqualTo(NOT_JUDGED);
        assertThat(init().error()).contains("kguard new project");
        assertThat(files().keySet()).isEqualTo(Map.of("other.yaml", "").keySet());
    }

    /** A checkout may come from a fork. */
    @Test
    @Tag("trust")
    void nothingIsReadOrWrittenThroughALink(@TempDir Path outside) throws IOException {
        SmallProject.write(outside.resolve("rules.yaml"), RULE.formatted("Outside"));
        write("rules/shadow.yaml", RULE.formatted("Hashes read"));
        Files.createSymbolicLink(folder.resolve("more"), outside);
        Files.createDirectory(folder.resolve(".git"));
        Path link = Files.createSymbolicLink(folder.resolve(".github"), outside);

        Program set = init();

        assertThat(set.status()).isEqualTo(NOT_JUDGED);
        assertThat(set.out()).doesNotContain("Outside", "more/");
        assertThat(outside).isDirectoryNotContaining("glob:**workflows");
        for (Path file : List.of(link, folder.resolve("more"))) {
            Files.delete(file);
        }
    }
}
