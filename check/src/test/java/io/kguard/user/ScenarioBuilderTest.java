// SPDX-License-Identifier: Apache-2.0
package io.kguard.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.diagnostic.KguardException;
import io.kguard.reaction.Action;
import io.kguard.reaction.AlertMatch;
import io.kguard.reaction.Reaction;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioBuilder;
import io.kguard.scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scenario of Java that could prove nothing is refused with the reason. */
class ScenarioBuilderTest {
    private static final Step.Exec ID = Step.Exec.of("web-0", "id");
    private static final Path CAPTURE = Path.of("attack.scap");
    private static final Reaction CORDON =
            Reaction.of("Close the node", AlertMatch.rule("A rule"), new Action.Cordon());

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("base")
                .endContainer()
                .endSpec()
                .build();
    }

    private static ScenarioBuilder attack() {
        return new ScenarioBuilder("attack")
                .attack("T1609")
                .pod(pod("web-0"))
                .step(ID)
                .fires("A rule");
    }

    private static ScenarioBuilder twin() {
        return new ScenarioBuilder("twin").twinOf(attack().build());
    }

    @Test
    void aPodWithoutANamespaceIsInTheDefaultOne() {
        assertThat(attack().build().pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getNamespace()).isEqualTo("default"));
    }

    @Test
    void aTwinHasWhatItsAttackHasAndMustStaySilent() {
        Scenario attack = attack().cluster().nodes(2).reactions(List.of(CORDON)).build();
        Scenario twin = new ScenarioBuilder("twin").twinOf(attack).step(ID).build();

        assertThat(twin.isTwin()).isTrue();
        assertThat(twin.techniques()).containsExactly("T1609");
        assertThat(twin.pods()).isEqualTo(attack.pods());
        assertThat(twin.cluster()).isEqualTo(attack.cluster());
        assertThat(twin.reactions()).containsExactly(CORDON);
        assertThat(twin.expectations()).containsExactly(Expectation.silent("A rule"));
    }

    /** The same mistakes are refused as in a file, and without a file a twin has none. */
    @Test
    void reactionsAreThoseOfFilesOfTalon(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("talon.yaml"), """
                - rule: Close the node
                  match:
                    rules: [A rule]
                  actions:
                    - action: Cordon
                      actionner: kubernetes:cordon
                """);
        Scenario attack = attack().cluster().reactions(file).build();

        assertThat(attack.reactions()).singleElement().satisfies(reaction -> {
            assertThat(reaction.name()).isEqualTo("Close the node");
            assertThat(reaction.actions()).hasSize(1);
        });
        assertThat(new ScenarioBuilder("twin").twinOf(attack).step(ID).build().reactions())
                .isEqualTo(attack.reactions());
        assertThat(new ScenarioBuilder("twin")
                        .twinOf(attack)
                        .reactions()
                        .step(ID)
                        .build()
                        .reactions())
                .isEmpty();
        Files.writeString(file, "- rule: Close the node\n");
        assertThatThrownBy(() -> attack().reactions(file)).isInstanceOf(KguardException.class);
    }

    @Test
    void nodesAndObjectsOfAClusterAreSaidInAnyOrder() {
        assertThat(attack().nodes(2).cluster().build().cluster())
                .isEqualTo(attack().cluster().nodes(2).build().cluster());
    }

    @Test
    void anEffectNamesTheLineOfJava() {
        assertThat(Effect.PodStays.of("web-0").origin().file()).isEqualTo("ScenarioBuilderTest.java");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("\"A b\" can't name a scenario", new ScenarioBuilder("A b")),
                fault("\"1609\" is not an ATT&CK technique", attack().attack("1609")),
                fault("it has no pod", new ScenarioBuilder("attack").step(ID)),
                fault("two pods are named web-0", attack().pod(pod("web-0"))),
                fault("call cluster()", attack().step(Step.Kubectl.of("get", "pods"))),
                fault("call cluster()", attack().reactions(List.of(CORDON))),
                fault("call cluster()", attack().effect(Effect.PodGone.of("web-0"))),
                fault("call cluster()", attack().effect(Effect.ObjectExists.of("Node", "kguard-node", Map.of()))),
                fault(
                        "ScenarioBuilderTest.java:\\d+:1: there is no pod db-0",
                        attack().step(Step.Exec.of("db-0", "id"))),
                fault("pod web-0 has no container side", attack().step(ID.inContainer("side"))),
                fault("the command is empty", attack().step(Step.Exec.of("web-0"))),
                fault("kubectl has no arguments", attack().cluster().step(Step.Kubectl.of())),
                fault(
                        "must not begin with kubectl",
                        attack().cluster().step(Step.Kubectl.of("kubectl", "get", "pods"))),
                fault("there is no pod db-0", attack().effect(Effect.FileExists.of("db-0", "/tmp/copy"))),
                fault("the path copy must be absolute", attack().effect(Effect.FileExists.of("web-0", "copy"))),
                fault("there is no pod db-0", attack().cluster().effect(Effect.PodGone.of("db-0"))),
                fault("there is no pod db-0", attack().cluster().effect(Effect.PodStays.of("db-0"))),
                fault("there is no pod db-0", attack().cluster().effect(Effect.PodReplaced.of("db-0"))),
                fault("there is no pod db-0", attack().cluster().effect(Effect.Unreachable.of("db-0", "10.0.0.1", 1))),
                fault("does not have to fire", attack().effect(Effect.Stopped.of("B rule", Duration.ofSeconds(1)))),
                fault("A rule is expected to do two things", attack().silent("A rule")),
                fault("call effect()", attack().blind("B rule")),
                fault(
                        "firesFromStart()",
                        new ScenarioBuilder("attack").pod(pod("web-0")).fires("A rule")),
                fault("nothing of a recording is played", attack().recording(CAPTURE)),
                fault("a workload is measured", attack().kind(Scenario.Kind.WORKLOAD)),
                fault("checks no rule", attack().kind(Scenario.Kind.UNPROVEN)),
                fault("the twin does nothing", twin()),
                fault("both are recorded or none", twin().pods(List.of()).recording(CAPTURE)),
                fault("the twin triggers every rule", twin().step(ID).fires("A rule")),
                fault("leave out attack()", twin().step(ID).attack("T1609")),
                fault(
                        "leave out attack(), requires() and simulated()",
                        twin().step(ID).requires("a node")),
                fault(
                        "leave out attack(), requires() and simulated()",
                        twin().step(ID).simulated("half of it")),
                fault(
                        "twin is no attack",
                        new ScenarioBuilder("third")
                                .twinOf(twin().step(ID).build())
                                .step(ID)));
    }

    private static Arguments fault(String message, ScenarioBuilder builder) {
        return Arguments.of(message, builder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isRefused(String message, ScenarioBuilder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("scenario .* can't be played: .*" + quoted(message) + ".*");
    }

    /** Parentheses of a message are no part of an expression. */
    private static String quoted(String message) {
        return message.replace("(", "\\(").replace(")", "\\)");
    }

    @Test
    void aBlindSpotHasNoTwin() {
        Scenario blind = new ScenarioBuilder("blind")
                .pod(pod("web-0"))
                .step(ID)
                .effect(Effect.FileExists.of("web-0", "/tmp/copy"))
                .blind("A rule")
                .build();

        refused(
                "a blind spot has no twin",
                new ScenarioBuilder("twin").twinOf(blind).step(ID));
    }

    @Test
    void aRuleThatContainersMaySetOffNeedsATwinWithTheSameStage() {
        Scenario attack = new ScenarioBuilder("attack")
                .cluster()
                .pod(pod("web-0"))
                .step(ID)
                .fires("B rule")
                .firesFromContainers("A rule")
                .build();
        UnaryOperator<ScenarioBuilder> twin = builder -> builder.twinOf(attack).step(Step.Kubectl.of("get", "pods"));
        String message = "\"A rule\" may fire without the steps of the attack";

        assertThat(twin.apply(new ScenarioBuilder("twin")).build().expectations())
                .contains(Expectation.silent("A rule").fromContainers());
        refused(message, twin.apply(new ScenarioBuilder("twin").pod(pod("db-0"))));
        refused(message, twin.apply(new ScenarioBuilder("twin").nodes(2)));
        refused(message, twin.apply(new ScenarioBuilder("twin").fires("A rule")));
    }

    private static void refused(String message, ScenarioBuilder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 256})
    void anotherExitStatusThanAProcessCanHaveIsRefused(int exit) {
        assertThatThrownBy(() -> ID.withExit(exit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.Kubectl.of("get", "pods").withExit(exit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an exit status is from 0 to 255, not " + exit);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 601})
    void aTimeLimitThatAFileCanNotHaveIsRefused(long seconds) {
        assertThatThrownBy(() -> ID.withTimeout(Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a step takes more than no time and at most 10 minutes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void anotherNumberOfNodesThanAClusterCanHaveIsRefused(int nodes) {
        assertThatThrownBy(() -> attack().nodes(nodes)).isInstanceOf(IllegalArgumentException.class);
    }
}
