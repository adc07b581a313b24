// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.golden.Golden;
import io.kguard.internal.source.EventSources;
import io.kguard.reaction.PriorityMatch.Comparison;
import io.kguard.rule.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Falco Talon are read as Falco Talon reads them. */
class ReactionFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aRuleTakesFromTheNamedActionWhatItDoesNotSay() {
        Reaction reaction = only("""
                - action: Stop the pod
                  actionner: kubernetes:terminate
                  parameters: {grace_period_seconds: 7, ignore_daemonsets: true}
                  continue: "true"
                - rule: Shell
                  match:
                    rules: [Terminal shell in container]
                  actions:
                    - action: Stop the pod
                      parameters: {grace_period_seconds: 2}
                """);

        assertThat(reaction.actions())
                .containsExactly(new PlannedAction(
                        "Stop the pod",
                        new Action.Terminate(2, new Action.Spared(true, false, false, null)),
                        true,
                        false,
                        List.of()));
    }

    @Test
    void listsOfBothAreJoinedAndAMappingsNamedValueWins() {
        List<Reaction> reactions = read("""
                - action: Isolate
                  actionner: kubernetes:networkpolicy
                  parameters: {allow_cidr: [10.0.0.0/8]}
                - action: Mark
                  actionner: kubernetes:label
                  parameters: {labels: {seen: "named", by: "named"}}
                - rule: A
                  actions:
                    - action: Isolate
                      parameters: {allow_cidr: [192.168.0.0/16]}
                    - action: Mark
                      parameters: {labels: {seen: "rule", more: "rule"}}
                """).reactions();

        assertThat(reactions.get(0).actions())
                .extracting(PlannedAction::action)
                .satisfiesExactly(
                        isolate -> assertThat(isolate)
                                .isEqualTo(
                                        new Action.NetworkPolicy(List.of("10.0.0.0/8", "192.168.0.0/16"), List.of())),
                        mark -> assertThat(((Action.Label) mark).labels())
                                .containsEntry("seen", "named")
                                .containsEntry("by", "named")
                                .containsEntry("more", "rule")
                                .hasSize(3));
    }

    @Test
    void laterFilesChangeActionsAndRulesOfEarlierOnes() {
        List<Reaction> reactions = read("""
                        - action: Stop
                          actionner: kubernetes:cordon
                        - rule: A
                          match: {rules: [One], priority: ">=Error"}
                          actions: [{action: Stop}]
                        """, """
                        - action: Stop
                          actionner: kubernetes:terminate
                        - rule: A
                          match: {rules: [Two]}
                          dry_run: "true"
                          actions: [{action: More, actionner: kubernetes:log}]
                        """).reactions();

        Reaction reaction = reactions.get(0);
        assertThat(reactions).hasSize(1);
        assertThat(reaction.dryRun()).isTrue();
        assertThat(reaction.match().rules()).containsExactlyInAnyOrder("One", "Two");
        assertThat(reaction.match().priority()).as("the later rule has none").isNull();
        assertThat(reaction.actions())
                .extracting(planned -> planned.action().actionner())
                .containsExactly("kubernetes:terminate", "kubernetes:log");
    }

    @Test
    void theMatchIsReadWithCommasAsAnd() {
        AlertMatch match = only("""
                - rule: A
                  match:
                    priority: "<Critical"
                    source: k8s_audit
                    tags: ["a, b", c]
                    output_fields: ["k8s.ns.name!=kube-system, proc.name=bash", "user.name=root"]
                  actions: [{action: Log, actionner: kubernetes:log}]
                """).match();

        assertThat(match.priority()).isEqualTo(new PriorityMatch(Comparison.LESS, Priority.CRITICAL));
        assertThat(match.source()).isEqualTo("k8s_audit");
        assertThat(match.tags()).containsExactly(Set.of("a", "b"), Set.of("c"));
        assertThat(match.fields())
                .containsExactly(
                        List.of(
                                new FieldMatch("k8s.ns.name", false, "kube-system"),
                                new FieldMatch("proc.name", true, "bash")),
                        List.of(new FieldMatch("user.name", true, "root")));
    }

    @Test
    void whatIsNotSimulatedIsNamed() {
        Reaction reaction = only("""
                - rule: A
                  notifiers: [slack]
                  actions:
                    - action: Dump
                      actionner: kubernetes:tcpdump
                      output: {target: "aws:s3", parameters: {bucket: dumps}}
                    - action: Function
                      actionner: aws:lambda
                      additional_contexts: [aws]
                """);

        assertThat(reaction.notes()).allMatch(note -> note.cause() == Reaction.Note.Cause.NOT_SIMULATED);
        assertThat(reaction.notes())
                .extracting(Reaction.Note::text)
                .containsExactly(
                        "the output aws:s3 of the action \"Dump\" is not simulated",
                        "the action \"Dump\" is not simulated: a simulated node has no image for it",
                        "the action \"Function\" is not simulated: a simulation reaches no cloud",
                        "the additional context aws of the action \"Function\" is not simulated: a simulation reaches no"
                                + " cloud",
                        "the notifiers of the reaction \"A\" are not simulated: slack");
        assertThat(reaction.actions()).extracting(PlannedAction::continues).containsExactly(false, true);
    }

    @Test
    void whatFalcoTalonDoesNotHeedIsAWarningAndANote() {
        ReactionFiles files = read("""
                - rule: A
                  prio: high
                  actions:
                    - action: Isolate
                      actionner: kubernetes:networkpolicy
                      parameters:
                        allow: ["10.0.0.0/8"]
                """);

        assertThat(files.warnings())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains(":2:9: warning: Falco Talon does not heed \"prio\" of a reaction"),
                        second -> assertThat(second)
                                .contains(":7:16: warning: Falco Talon does not heed the parameter \"allow\" of"
                                        + " kubernetes:networkpolicy")
                                .contains("allow_cidr"));
        assertThat(files.reactions().get(0).notes())
                .extracting(Reaction.Note::cause)
                .containsExactly(Reaction.Note.Cause.NOT_HEEDED, Reaction.Note.Cause.NOT_HEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "no-list", "no-yaml", "nested"})
    void namesEveryMistakeWithItsPlace(String name) throws IOException {
        Path file = Golden.folder().resolve("talon").resolve(name + ".yaml");
        ReactionException e = catchThrowableOfType(
                ReactionException.class, () -> ReactionFiles.read(List.of(file), EventSources.BUILT_IN));

        assertThat(e).isNotNull();
        Golden.assertGolden(e.getMessage().replace(file.toString(), name + ".yaml"), "talon/" + name + ".txt");
    }

    private static final String OVERRIDE = """
            config:
              listenPort: 2803
              rulesOverride: |
                - action: Terminate Pod
                  actionner: kubernetes:terminate
                  parameters: {grace_period_seconds: 20}

                - rule: Shell
                  match: {rules: [Terminal shell in container]}
                  actions: [{action: Terminate Pod}, {action: Label Pod as Suspicious}]
              watchRules: true
            """;

    /** Values of Falco Talon's chart, of Falco's, of a chart around that, and of what Flux installs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "falco: {priority: notice}\nfalco-talon:\n  %s",
                "falco:\n  falco-talon:\n    %s",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n    falco-talon:\n      %s"
            })
    void rulesAreReadFromValues(String around) {
        String indent = " ".repeat(around.indexOf("%s") - around.lastIndexOf('\n') - 1);
        Reaction reaction = only(around.formatted(OVERRIDE.strip().replace("\n", "\n" + indent)) + "\n");

        assertThat(reaction.name()).isEqualTo("Shell");
        assertThat(reaction.actions())
                .extracting(PlannedAction::action)
                .containsExactly(
                        new Action.Terminate(20, Action.Spared.NONE),
                        new Action.Label(Action.Level.POD, Map.of("analysis/status", "suspicious")));
    }

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: falco-rules}
            data:
              rules.yaml: |-
                - rule: Terminal shell in container
                  condition: evt.type = execve
                  output: o
              config.yaml: "{{ .Values.whatever }}"
            ---
            apiVersion: v1
            kind: List
            items:
              - apiVersion: v1
                kind: ConfigMap
                data:
                  rules_override.yaml: |-
                    - action: Mark
                      parameters: {labels: {by: second}}
                  rules.yaml: |-
                    - action: Mark
                      actionner: kubernetes:label
                      parameters: {labels: {by: first}}
                    - rule: A
                      actions: [{action: Mark}]
            ---
            apiVersion: v1
            kind: Secret
            data: {other.yaml: %s}
            """.formatted(
                    Base64.getEncoder().encodeToString("- rule: B\n  actions: [{action: Mark}]\n".getBytes(UTF_8)));

    @Test
    void rulesAreReadFromConfigMapsAndSecrets() {
        assertThat(read(MANIFESTS).reactions())
                .hasSize(2)
                .allSatisfy(reaction -> assertThat(reaction.actions())
                        .extracting(PlannedAction::action)
                        .containsExactly(new Action.Label(Action.Level.POD, Map.of("by", "second"))));
    }

    @Test
    void aMistakeInATextHasItsPlaceInTheFile() {
        assertThatThrownBy(() -> read(MANIFESTS.replace("kubernetes:label", "kubernetes:lable")))
                .isInstanceOf(ReactionException.class)
                .hasMessageContaining("""
                        talon-0.yaml:22:22: Falco Talon refuses the action: there is no actionner "kubernetes:lable"
                            actionner: kubernetes:lable
                        """);
    }

    /** Reactions that nothing is read of would never happen. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apiVersion: v1;;kind: ConfigMap;;data: {rules.txt: "- rule: A"} | no rules of Falco Talon in it
            apiVersion: v1;;kind: Pod                                       | no rules of Falco Talon in it
            config: {rulesOverride: [{rule: A}]}                            | "rulesOverride" must be a text, not a list
            config: {rulesOverride: ""}                                     | the file is empty
            apiVersion: v1;;kind: Secret;;data: {rules.yaml: "a"}           | the data of a Secret is not base64
            - rule: A;;  actions: [];;---;;- rule: B                        | a second YAML document begins here
            config: {listenPort: 2803}                                      | must be a list, not a mapping
            """)
    @Tag("trust")
    void aFileWithoutRulesIsAMistake(String text, String message) {
        assertThatThrownBy(() -> read(text.replace(";;", "\n") + "\n"))
                .isInstanceOf(ReactionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        ReactionException e = catchThrowableOfType(
                ReactionException.class,
                () -> ReactionFiles.read(List.of(folder.resolve("none.yaml")), EventSources.BUILT_IN));

        assertThat(e).hasMessageContaining("none.yaml: the file can't be read");
    }

    @Test
    void aLargeFileIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("huge.yaml"), new byte[300 << 10]);
        ReactionException e = catchThrowableOfType(
                ReactionException.class, () -> ReactionFiles.read(List.of(file), EventSources.BUILT_IN));

        assertThat(e).hasMessageContaining("the file is larger than 256 KiB");
    }

    private Reaction only(String text) {
        List<Reaction> reactions = read(text).reactions();
        assertThat(reactions).hasSize(1);
        return reactions.get(0);
    }

    private ReactionFiles read(String... texts) {
        List<Path> files = new ArrayList<>();
        try {
            for (String text : texts) {
                files.add(Files.writeString(folder.resolve("talon-" + files.size() + ".yaml"), text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ReactionFiles.read(files, EventSources.BUILT_IN);
    }
}
