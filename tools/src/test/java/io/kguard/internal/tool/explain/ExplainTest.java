// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.Transformer;
import io.kguard.internal.source.EventSources;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoadException;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of Falco's public rules, and of the catalogue. */
@RequiresShared
class ExplainTest {
    private static final FalcoVersion FALCO = FalcoVersion.CURRENT;
    private static final Path RULES = Shared.path("conformance/falco-rules/current");
    private static final List<Path> SCENARIOS =
            List.of(Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES));

    @TempDir
    private Path folder;

    @Test
    void aRuleSaysWhenItFiresAndWhichChecksShowIt() throws Exception {
        String text = explain("terminal shell in container", RULES.resolve("falco_rules.yaml"));

        assertThat(text)
                .startsWith("Terminal shell in container, a rule\n")
                .contains(
                        "priority    Notice, source syscall, maturity stable\n",
                        "tags        T1059, container, mitre_execution, shell\n",
                        """
                        It fires if all of these are so (macros are in brackets):
                          the type of the event is one of execve, execveat [spawned_process]
                          and the short id of the container is not host [container]
                        """,
                        "Must fire in (1):\n  kubectl-exec-shell: ",
                        "Must be silent in (1):\n  kubectl-exec-without-tty: ",
                        "Lint finds nothing.");
        assertThat(explain("Read sensitive file untrusted", RULES))
                .contains("Lint finds (1):\n  LINT_IMPOSSIBLE_VALUE: ", "Falco does not see (1):");
        assertThat(explain("Redirect STDOUT/STDIN to Network Connection in Container", RULES))
                .contains("Must fire in (");
    }

    @Test
    void aRuleWithoutChecksSaysSo() throws Exception {
        assertThat(explain("Mine", rules("proc.name = a and evt.type = execve")))
                .contains("No scenario expects anything of it.");
    }

    @Test
    void aMacroAndAListSayWhatStandsForThem() throws Exception {
        assertThat(explain("spawned_process", RULES.resolve("falco_rules.yaml")))
                .contains(
                        "It is true if this is so:\n  the type of the event is one of execve, execveat\n",
                        "Rules that use it: Run shell untrusted, ");
        assertThat(explain("shell_binaries", RULES)).contains("items       ash, bash, csh, ksh, sh, tcsh, zsh, dash");
    }

    /** A system call and a macro have this name: both are told. */
    @Test
    void allThatHasANameIsTold() throws Exception {
        assertThat(explain("chmod", RULES)).contains("chmod, a system call.", "chmod, a macro\n", "evt.arg.mode");
    }

    @Test
    void aTechniqueHasItsScenariosAndRules() throws Exception {
        assertThat(explain("t1059", RULES))
                .startsWith("T1059, a technique of ATT&CK")
                .contains("Command and Scripting Interpreter", "Scenarios (", "\n  Terminal shell in container\n");
        assertThat(explain("T1059", null)).contains("No rules were looked at.");
        assertThatThrownBy(() -> explain("T9999", RULES)).isInstanceOf(Explain.UnknownName.class);
    }

    @Test
    void eachEventTypeHasItsArguments() throws Exception {
        for (EventType type : EventTable.of(FALCO).types()) {
            Optional<String> text = EventTopic.of(type.name(), FALCO);
            if (type.isExit() && EventTopic.names(FALCO).contains(type.name())) {
                assertThat(text).as(type.name()).isPresent();
            }
        }
        assertThat(EventTopic.names(FALCO)).hasSizeGreaterThan(150);
        assertThat(explain("openat", null))
                .contains("The fields fd.* are about", "evt.arg.name                a path", "(O_LARGEFILE,");
        assertThat(explain("evt.arg.flags", null)).contains("In ", "flags (O_LARGEFILE,");
    }

    @Test
    void theWordsAreThoseOfTheLanguageAndFewMore() throws Exception {
        assertThat(names(Word.Kind.OPERATOR))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Operator.values()).map(Operator::symbol).toList());
        assertThat(names(Word.Kind.TRANSFORMER))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Transformer.values())
                        .map(Transformer::word)
                        .toList());
        assertThat(names(Word.Kind.WORD)).hasSizeBetween(20, 40).doesNotHaveDuplicates();
        assertThat(explain("pmatch", null)).startsWith("pmatch, an operator of conditions: ");
        assertThat(explain("Twins", null)).startsWith("twin: ");
        assertThat(explain("==", null)).startsWith("=, an operator");
    }

    @Test
    void whatThereIsNotHasTheNearestNames() {
        assertThat(unknown("proc.nam")).isEqualTo("nothing is called \"proc.nam\"; did you mean the field proc.name?");
        assertThat(unknown("spawnd_process")).contains("did you mean the macro spawned_process?");
        assertThat(unknown("terminal shell")).contains("did you mean the rule Terminal shell in container?");
        assertThat(unknown("evt.arg.flgs"))
                .isEqualTo("no event has the argument \"flgs\"; did you mean evt.arg.flags?");
        assertThat(unknown("zzzzzzzzzzzz")).startsWith("nothing is called \"zzzzzzzzzzzz\", no field,");
        assertThatThrownBy(() -> explain("spawned_process", null))
                .hasMessageContaining("is a macro of falco_rules.yaml: load that file first");
        assertThatThrownBy(() -> explain("zzzzzzzzzzzz", null)).hasMessageContaining("No rules were looked at");
    }

    /** What is said of rules that do not load may be wrong. */
    @Test
    void rulesThatDoNotLoadAreNotExplained() throws Exception {
        Path broken = rules("proc.nam = a");

        assertThatThrownBy(() -> explain("Mine", broken)).isInstanceOf(RuleLoadException.class);
        assertThat(explain("shadow-read", broken))
                .startsWith("shadow-read: ")
                .endsWith("The rules do not load, and were not looked at: kguard lint says why.");
        assertThat(explain("twin", broken)).contains("The rules do not load, and were not looked at: ");
    }

    private Path rules(String condition) throws IOException {
        return Files.writeString(
                folder.resolve("mine.yaml"),
                "- rule: Mine\n  desc: d\n  condition: " + condition + "\n  output: o\n  priority: INFO\n");
    }

    private String unknown(String name) {
        try {
            throw new AssertionError(explain(name, RULES));
        } catch (Explain.UnknownName e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(Word.Kind kind) {
        return Word.all().stream()
                .filter(word -> word.kind() == kind)
                .map(Word::name)
                .toList();
    }

    private static String explain(String name, Path rules) throws IOException, Explain.UnknownName {
        return new Explain(
                        EventSources.BUILT_IN,
                        FALCO,
                        () -> rules == null
                                ? Optional.empty()
                                : Optional.of(RuleLoader.of(FALCO).load(List.of(rules))),
                        () -> ScenarioCatalogue.ofFiles(SCENARIOS))
                .of(name);
    }
}
