// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files of Falco Talon are checked before anything is played. */
class ReactionFilesOptionTest {
    private static final String TALON = """
            - rule: Close the node
              match: {rules: [Passwords read]}
              notifiers: [slack]
              actions:
                - {action: Close, actionner: kubernetes:cordon, not simulated: x}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.in(folder);
        SmallProject.write(folder.resolve("talon.yaml"), TALON);
        SmallProject.write(
                folder.resolve("broken.yaml"),
                TALON.replace("kubernetes:cordon, not simulated: x", "kubernetes:cordn"));
        SmallProject.write(folder.resolve("other.yaml"), TALON.replace("Passwords read", "Password read"));
    }

    @Test
    void lintNamesWhatHasNoEffectOnce() {
        Program linted = lint("talon.yaml");

        assertThat(linted.status()).as(linted.error()).isZero();
        assertThat(linted.out())
                .containsOnlyOnce("the notifiers of the reaction \"Close the node\" are not simulated: slack")
                .containsOnlyOnce("Falco Talon does not heed \"not simulated\" of an action")
                .endsWith("1 reaction: 1 warning\n");
    }

    @Test
    void lintKnowsTheRules() {
        Program linted = lint("other.yaml", "--strict");

        assertThat(linted.status()).isEqualTo(1);
        assertThat(linted.out())
                .contains(
                        "warning: the reaction \"Close the node\" is to the rule \"Password read\", which the rule files do"
                                + " not have\n  did you mean Passwords read?");
        assertThat(linted.error()).contains("lint found warnings in the reactions");
    }

    @Test
    void lintNamesReactionsThatNeverHappen() throws IOException {
        SmallProject.write(folder.resolve("dead.yaml"), """
                - rule: Too urgent
                  match: {rules: [Passwords read], priority: Emergency}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Another source
                  match: {rules: [Passwords read], source: k8s_audit}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Without the tag
                  match: {tags: [no such tag]}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Contradiction
                  match: {output_fields: ["k8s.ns.name=a, k8s.ns.name=b"]}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Without the field
                  match: {rules: [Passwords read], output_fields: ["fd.l4proto=tcp"]}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Takes all
                  continue: "false"
                  match: {rules: [Passwords read], output_fields: ["k8s.ns.name!=kube-system", "fd.l4proto!=tcp"]}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Takes all, too
                  continue: "false"
                  match: {priority: ">=Debug"}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                - rule: Too late
                  match: {rules: [Passwords read]}
                  actions: [{action: Log, actionner: "kubernetes:log"}]
                """);

        String out = lint("dead.yaml").out();

        assertThat(out)
                .contains("\"Too urgent\" can never happen: none of its rules has a priority that it matches")
                .contains("\"Another source\" can never happen: none of its rules has the source k8s_audit")
                .contains(
                        "\"Without the tag\" can never happen: no rule that it otherwise matches has the tags nosuchtag")
                .contains("\"Contradiction\" can never happen: its output_fields contradict each other")
                .contains("\"Without the field\" can never happen: none of its rules that it otherwise matches has the"
                        + " fields of its output_fields in its output")
                .contains("\"Too late\" can never happen: reactions before it with continue: false take all")
                .contains("8 reactions: 6 warnings");
    }

    @Test
    void aWrongNameIsAnErrorWithItsPlace() {
        for (Program called : new Program[] {lint("broken.yaml"), verify("broken.yaml")}) {
            assertThat(called.status()).isEqualTo(2);
            assertThat(called.error())
                    .contains("broken.yaml:5:34: Falco Talon refuses the action: there is no actionner"
                            + " \"kubernetes:cordn\"")
                    .contains("did you mean kubernetes:cordon?");
        }
    }

    @Test
    void aFileThatIsThereIsTaken() throws Exception {
        Program verified = Program.call(folder, "verify", "--catalogue", "off", "--reactions", "talon.yaml");

        assertThat(verified.status()).as(verified.error()).isZero();
        assertThat(verified.out() + verified.error()).contains("Falco Talon does not heed \"not simulated\"");
    }

    private Program lint(String reactions, String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "lint";
        arguments[1] = folder.resolve("src/kguard/rules").toString();
        arguments[2] = "--reactions";
        arguments[3] = folder.resolve(reactions).toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Program.run(folder, arguments);
    }

    private Program verify(String reactions) {
        return Program.run(
                folder,
                "verify",
                "--catalogue",
                "off",
                "--rules",
                folder.resolve("src/kguard/rules").toString(),
                "--scenarios",
                folder.resolve("src/kguard/scenarios").toString(),
                "--reports",
                folder.resolve("reports").toString(),
                "--reactions",
                folder.resolve(reactions).toString());
    }
}
