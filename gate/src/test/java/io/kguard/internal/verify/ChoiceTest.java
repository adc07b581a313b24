// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.scenario.Expectation;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which checks {@code kguard.only} makes. */
class ChoiceTest {
    private static final String RULES = """
            - list: shells
              items: [bash, sh]
            - macro: started
              condition: evt.type in (execve, execveat)
            - rule: Shell started
              desc: d
              condition: started and proc.name in (shells)
              output: shell
              priority: INFO
              tags: [container, T1059]
            - rule: Password file read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: read
              priority: INFO
              tags: [filesystem]
            - rule: Anything started
              desc: d
              condition: started
              output: started
              priority: INFO
            """;

    private static final String SHELL = """
            scenario: shell
            title: A shell
            attack: [T1059.004]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [sh, -c, "true"]}}]
            fires: [Shell started, Anything started]
            """;

    private static final String READ = """
            scenario: read
            title: Reads a file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
            fires: [Password file read]
            """;

    @TempDir
    Path folder;

    private Path rules;
    private Path scenarios;

    @BeforeEach
    void write() throws IOException {
        rules = Files.createDirectories(folder.resolve("rules"));
        scenarios = Files.createDirectories(folder.resolve("scenarios"));
        Files.writeString(rules.resolve("rules.yaml"), RULES);
        Files.writeString(scenarios.resolve("shell.yaml"), SHELL);
        Files.writeString(scenarios.resolve("read.yaml"), READ);
    }

    private SuitePlan plan(String only, String against, Matching matching) throws IOException {
        return SuitePlan.of(options(Choice.of(only, against, true), matching, new URLClassLoader(new URL[0], null)));
    }

    private VerifyOptions options(Choice choice, Matching matching, ClassLoader catalogue) {
        return new VerifyOptions(
                        new RuleOptions(List.of(rules), FalcoVersion.CURRENT, matching, false),
                        new ScenarioOptions(List.of(scenarios), catalogue),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(choice);
    }

    private List<String> checks(String only) throws IOException {
        return checks(plan(only, "", Matching.FIRST));
    }

    private static List<String> checks(SuitePlan plan) {
        return plan.checks().entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(check -> entry.getKey().id() + ": " + check.rule()))
                .sorted()
                .toList();
    }

    @Test
    void namesOfEachKindChoose() throws IOException {
        assertThat(checks("")).hasSize(3);
        assertThat(checks("scenario:sh*")).containsExactly("shell: Anything started", "shell: Shell started");
        assertThat(checks("rule:Shell*")).containsExactly("shell: Shell started");
        assertThat(checks("tag:container")).containsExactly("shell: Shell started");
        assertThat(checks("technique:T1003")).containsExactly("read: Password file read");
        assertThat(checks("rea?")).containsExactly("read: Password file read");
        assertThat(checks("filesystem, rule:Anything started"))
                .containsExactly("read: Password file read", "shell: Anything started");
    }

    @Test
    void aNameOfNothingIsAnErrorWithTheNearest() {
        assertThatThrownBy(() -> checks("rule:Shell startet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kguard.only: there is no rule \"Shell startet\"; did you mean \"Shell started\"?");
        assertThatThrownBy(() -> checks("shell,filesysten")).hasMessageContaining("did you mean \"filesystem\"?");
        assertThatThrownBy(() -> checks("tag:shell")).hasMessageStartingWith("kguard.only: there is no tag \"shell\"");
        assertThatThrownBy(() -> checks("x.*")).hasMessageContaining("there is no scenario, rule, tag or technique");
    }

    @Test
    void whatIsLeftOutIsSaid() throws IOException {
        SuitePlan plan = plan("rule:Shell started", "", Matching.FIRST);
        assertThat(plan.leftOut())
                .extracting(OmittedCheck::rule)
                .containsExactlyInAnyOrder("Password file read", "Anything started");
        assertThat(ConsoleReport.leftOut(plan.omitted(), new Thresholds(90, 0, false)))
                .containsExactly(
                        "Left out by kguard.only=rule:Shell started: 2 checks of 2 scenarios (results.json lists them)",
                        "The thresholds of coverage are not checked: they are for a whole run, and this one is partial.");
    }

    @Test
    void theCatalogueCanBeLeftOut() throws IOException {
        Files.delete(scenarios.resolve("read.yaml"));
        try (URLClassLoader jar = CatalogueJar.of(folder, READ)) {
            assertThat(checks(SuitePlan.of(options(Choice.ALL, Matching.FIRST, jar))))
                    .hasSize(3);
            SuitePlan plan = SuitePlan.of(options(Choice.of("", "", false), Matching.FIRST, jar));
            assertThat(checks(plan)).containsExactly("shell: Anything started", "shell: Shell started");
            assertThat(plan.chosen().isPartial()).isFalse();
            assertThat(ConsoleReport.leftOut(plan.omitted(), Thresholds.NONE))
                    .containsExactly(
                            "Left out by kguard.catalogue=off: 1 check of 1 scenario (results.json lists them)");
        }
    }

    @Test
    void changedRulesChooseTheirChecks() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), RULES.replace("[bash, sh]", "[bash]"));
        assertThat(checks(plan("changes", other.toString(), Matching.ALL))).containsExactly("shell: Shell started");
        assertThat(checks(plan("changes", other.toString(), Matching.FIRST)))
                .as("a rule after a changed one may get other events")
                .containsExactly("shell: Anything started", "shell: Shell started");
        Files.writeString(other, RULES.replace("/etc/shadow", "/etc/passwd"));
        assertThat(checks(plan("changes", other.toString(), Matching.FIRST)))
                .containsExactly("read: Password file read");
        Files.writeString(other, RULES.replace("evt.type in (execve, execveat)", "evt.type in (execve)"));
        assertThat(checks(plan("changes", other.toString(), Matching.ALL)))
                .as("what is played is recorded for all rules together")
                .hasSize(3);
        Files.writeString(other, RULES + "\n# a comment\n");
        assertThat(checks(plan("changes", other.toString(), Matching.FIRST))).isEmpty();
    }

    @Test
    void changesSinceARevisionAreThoseOfRulesAndScenarios() throws Exception {
        commit();
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).isEmpty();

        Files.writeString(scenarios.resolve("read.yaml"), READ.replace("Reads", "Looks at"));
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).containsExactly("read: Password file read");

        Files.writeString(rules.resolve("rules.yaml"), RULES.replace("[bash, sh]", "[bash, sh, zsh]"));
        assertThat(checks(plan("changes", "HEAD", Matching.ALL)))
                .containsExactly("read: Password file read", "shell: Shell started");

        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        SuitePlan all = plan("changes", "HEAD", Matching.ALL);
        assertThat(checks(all)).hasSize(3);
        assertThat(all.chosen().note()).contains("pom.xml has changed");
    }

    /** A scenario that the revision does not have is new, however its folder is named. */
    @Test
    @Tag("trust")
    void newAndChangedScenariosOfARelativeFolderAreChosen() throws Exception {
        commit();
        scenarios = Path.of("").toAbsolutePath().relativize(scenarios);
        Files.writeString(scenarios.resolve("read.yaml"), READ.replace("Reads", "Looks at"));
        Files.createDirectories(scenarios.resolve("target"));
        Files.writeString(scenarios.resolve("target/new.yaml"), READ.replace("scenario: read", "scenario: read-again"));
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST)))
                .containsExactly("read-again: Password file read", "read: Password file read");
    }

    /** What a scenario with a cluster reads beside it only its steps know. */
    @Test
    @Tag("trust")
    void aFileBesideAScenarioWithAClusterChoosesIt() throws Exception {
        Files.writeString(scenarios.resolve("read.yaml"), READ.replace("pods:", "cluster: {}\npods:"));
        Files.writeString(scenarios.resolve("shell.yaml"), SHELL.replace("image: base", "image: \"rootfs:image\""));
        Path program = Files.createDirectories(scenarios.resolve("image/bin")).resolve("run");
        Files.writeString(program, "x");
        commit();
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).isEmpty();
        Files.writeString(scenarios.resolve("manifest.json"), "{}");
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).containsExactly("read: Password file read");
        Files.delete(scenarios.resolve("manifest.json"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).hasSize(3);
    }

    /** A rule test in Java may read any file, so all are run if one differs: prose, what git ignores, and what a folder's name hides. */
    @Test
    @Tag("trust")
    void anyFileThatDiffersChoosesTheRuleTestsInJava() throws Exception {
        Files.writeString(folder.resolve(".gitignore"), "*.local\n/target/\n");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        commit();
        assertThat(runsTests()).isFalse();
        for (String built : List.of("target/classes/A.class", "target/kguard/report.html", "target/a.jar")) {
            write(built);
            assertThat(runsTests()).as(built).isFalse();
        }
        for (String other : List.of(
                "README.md",
                "captures/x.scap",
                "src/test/resources/target/x.scap",
                "target/x.scap",
                "target/kguard/x.scap",
                "sub/target/classes/A.class",
                "x.local")) {
            write(other);
            assertThat(runsTests()).as(other).isTrue();
            assertThat(checks(plan("changes", "HEAD", Matching.FIRST)))
                    .as(other)
                    .isEmpty();
            Files.delete(folder.resolve(other));
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));
        assertThat(runsTests()).as("a link out of the project").isTrue();
        Files.delete(folder.resolve("link"));
        assertThat(runsTests()).isFalse();
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content");
    }

    private boolean runsTests() throws IOException {
        return plan("changes", "HEAD", Matching.FIRST).chosen().tests().test(test("Other", "x"));
    }

    /** What git says of files by its index does not count, nor do rules behind links and those that git ignores. */
    @Test
    @Tag("trust")
    void whatGitCannotCompareChoosesAll() throws Exception {
        Files.writeString(folder.resolve(".gitignore"), "*-local.yaml\n");
        commit();
        git("update-index", "--assume-unchanged", "rules/rules.yaml");
        Files.writeString(rules.resolve("rules.yaml"), RULES.replace("/etc/shadow", "/etc/passwd"));
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).containsExactly("read: Password file read");
        Files.writeString(rules.resolve("rules.yaml"), RULES);

        Files.writeString(rules.resolve("z-local.yaml"), "[]");
        SuitePlan ignored = plan("changes", "HEAD", Matching.FIRST);
        assertThat(checks(ignored)).hasSize(3);
        assertThat(ignored.chosen().note()).contains("git ignores rules/z-local.yaml");
        Files.delete(rules.resolve("z-local.yaml"));

        Path elsewhere = Files.writeString(
                Files.createDirectories(rules.resolve("..data")).resolve("rules.yaml"), RULES);
        Files.delete(rules.resolve("rules.yaml"));
        Files.createSymbolicLink(rules.resolve("rules.yaml"), elsewhere);
        assertThat(checks(plan("changes", "HEAD", Matching.FIRST))).hasSize(3);
    }

    private void commit() throws Exception {
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");
    }

    @Test
    void aRevisionThatThereIsNotIsAnError() throws Exception {
        git("init", "-q");
        assertThatThrownBy(() -> plan("changes", "--output=x", Matching.FIRST))
                .hasMessageContaining("there is neither such a file nor such a revision of git");
        assertThatThrownBy(() -> plan("changes", "", Matching.FIRST)).hasMessageContaining("needs kguard.against");
        assertThatThrownBy(() -> plan("", "HEAD", Matching.FIRST)).hasMessageContaining("kguard.only=changes");
    }

    @Test
    void ruleTestsAreChosenLikeScenarios() throws IOException {
        Chosen chosen = plan("rule:Shell started", "", Matching.FIRST).chosen();
        assertThat(chosen.tests().test(test("Shell started", "other"))).isTrue();
        assertThat(chosen.tests().test(test("Password file read", "read"))).isFalse();
        assertThat(plan("scenario:read", "", Matching.FIRST).chosen().tests().test(test("X", "read")))
                .isTrue();
    }

    private static DeclaredRuleTest test(String rule, String source) {
        return new DeclaredRuleTest("T", "m", "m()", Expectation.fires(rule), source, false, "");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
