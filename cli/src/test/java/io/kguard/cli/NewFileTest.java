// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the command new writes can be used as it is. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class NewFileTest {
    @TempDir
    private Path folder;

    @Test
    void aRuleLoadsWhateverItsName() {
        Program written = Program.run(folder, "new", "rule", "Shell \"in\" a \\ container");

        assertThat(written.error()).isEmpty();
        assertThat(written.out()).contains("New: " + folder.resolve("src/kguard/rules/shell-in-a-container.yaml"));
        Program linted = Program.run(folder, "lint", "--strict");
        assertThat(linted.status()).as(linted.out()).isZero();
    }

    @Test
    void aScenarioIsMadeOfItsRule() throws Exception {
        Program.run(folder, "new", "rule", "A: \"rule\"");
        Program written = Program.run(folder, "new", "scenario", "shell-in-shop", "--rule", "A: \"rule\"");
        assertThat(written.status()).as(written.error()).isZero();

        Program told = Program.run(folder, "scenarios", "shell-in-shop");
        assertThat(told.out()).contains("fire: A: \"rule\"");
        Program verified = Program.call(folder, "verify", "--catalogue", "off");
        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        assertThat(verified.out()).contains(", 0 failed, 0 errors");
    }

    @Test
    void localRulesHaveWhatTheRulesWaitFor() throws Exception {
        Path rules = folder.resolve("rules.yaml");
        SmallProject.write(rules, """
                - {list: watched, items: []}
                - {rule: Watched, desc: d, condition: evt.type = open and k8s.ns.name in (watched), output: o, priority: INFO}
                """);
        SmallProject.write(folder.resolve("src/kguard/scenarios/watched.yaml"), """
                scenario: watched
                title: t
                attack: [T1005]
                needs: {list: watched, item: shop}
                pods: [{metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: base}]}}]
                steps: [{exec: {pod: a, command: [cat, /etc/hosts]}}]
                fires: [Watched]
                """);
        Program own = Program.call(folder, "verify", "--catalogue", "off", "--rules", rules.toString());
        assertThat(own.status()).isEqualTo(2);
        assertThat(own.out()).contains("needs your settings", "the list watched is empty", "    - list: watched");

        Program written = Program.run(folder, "new", "local-rules", "--rules", rules.toString());
        assertThat(written.status()).as(written.error()).isZero();
        Path local = folder.resolve("local_rules.yaml");
        assertThat(local).content().contains("# For Watched\n- list: watched\n  items: [shop]\n");
        assertThat(Program.run(folder, "lint", rules.toString(), local.toString())
                        .status())
                .isZero();

        Program again = Program.run(folder, "new", "local-rules", "--rules", rules + "," + local);
        assertThat(again.out()).contains("The rules wait for no settings, and nothing was written.");
    }

    @Test
    void aRuleWithoutAnActGetsNoScenario() throws Exception {
        Path rules = folder.resolve("rules.yaml");
        SmallProject.write(rules, """
                - {rule: Never, desc: d, condition: evt.type = open and proc.name = a and proc.name = b, output: o, priority: INFO}
                """);
        Program never = Program.run(folder, "new", "scenario", "never", "--rule", "Never", "--rules", rules.toString());
        assertThat(never.status()).isEqualTo(2);
        assertThat(never.error()).contains("no act was found that fires \"Never\": proc.name = a and proc.name = b");
        Program unknown =
                Program.run(folder, "new", "scenario", "never", "--rule", "Nver", "--rules", rules.toString());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.error()).contains("there is no rule \"Nver\"; did you mean \"Never\"?");
        Program none = Program.run(folder, "new", "scenario", "never", "--rule", "Never");
        assertThat(none.status()).isEqualTo(64);
        assertThat(none.error()).contains("there are no rules");
        assertThat(folder.resolve("src/kguard/scenarios")).doesNotExist();
    }

    @Test
    void aScenarioIsCopied() {
        Program.run(folder, "new", "scenario", "shadow-read");
        Program copied = Program.run(folder, "new", "scenario", "my-read", "--like", "shadow-read");
        assertThat(copied.error()).isEmpty();
        assertThat(copied.out()).contains("New: " + folder.resolve("src/kguard/scenarios/my-read.yaml"));

        assertThat(Program.run(folder, "scenarios", "my-read").out())
                .contains("fire: Password hashes read in a container", "twin        my-read-twin");
        assertThat(Program.run(folder, "scenarios", "my-read", "--yaml").out())
                .contains("# MITRE ATT&CK techniques")
                .isEqualTo(Program.run(folder, "scenarios", "shadow-read", "--yaml")
                        .out()
                        .replace("shadow-read", "my-read"));
        Program again = Program.run(folder, "new", "scenario", "my-read", "--like", "shadow-read");
        assertThat(again.status()).isEqualTo(64);
        assertThat(again.error()).contains("there is a scenario my-read already");
    }

    @Test
    void aScenarioThatThereIsNotCantBeCopied() {
        Program.run(folder, "new", "scenario", "shadow-read");
        Program unknown = Program.run(folder, "new", "scenario", "mine", "--like", "shadow-raed");
        assertThat(unknown.status()).isEqualTo(64);
        assertThat(unknown.error()).contains("there is no scenario \"shadow-raed\"; did you mean shadow-read?");
        Program both = Program.run(folder, "new", "scenario", "mine", "--like", "shadow-read", "--rule", "A rule");
        assertThat(both.status()).isEqualTo(64);
        assertThat(both.error()).contains("leave out --rule");
        Program none = Program.run(folder, "scenarios", "--yaml");
        assertThat(none.status()).isEqualTo(64);
        assertThat(none.error()).contains("--yaml prints the file of one scenario");
        assertThat(Program.run(folder, "scenarios", "shadow-raed", "--yaml").error())
                .contains("there is no scenario \"shadow-raed\"; did you mean shadow-read?");
    }

    @Test
    void nothingIsOverwritten() {
        Program.run(folder, "new", "project", "mine");
        Program again = Program.run(folder, "new", "project", "mine");

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.error()).contains("exists, and nothing was written");
        assertThat(again.out()).isEmpty();
    }

    @Test
    void helpIsThere() {
        assertThat(Program.run(folder, "new", "--help").out()).contains("rule", "scenario", "project");
        assertThat(Program.run(folder, "new", "scenario", "--help").out()).contains("--into", "--rule", "--like");
    }

    @Test
    @RequiresRoot
    void aProjectPasses() throws Exception {
        assertThat(Program.run(folder, "new", "project", "mine").status()).isZero();

        Program verified = Program.call(folder.resolve("mine"), "verify", "--catalogue", "off");

        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        assertThat(verified.out()).contains("2 checks: 2 passed, 0 failed, 0 errors");
    }
}
