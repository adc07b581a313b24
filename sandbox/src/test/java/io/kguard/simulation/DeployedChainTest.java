// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.EventSources;
import io.kguard.output.FalcoConfig;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.ReactionFiles;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.ReactionResult.Outcome;
import io.kguard.reaction.TimedReaction;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reactions happen only where alerts arrive at Falco Talon as deployed: cases that once passed. */
@Tag("trust")
@RequiresRoot
@RequiresShared
class DeployedChainTest {
    private static final Path CASES = Shared.path("trust-cases/second/chain");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            e-no-talon.yaml     | has no falcosidekick.config.talon.address
            b-sidekick-off.yaml | falcosidekick.enabled is not true
            """)
    void aChainThatBreaksIsAnErrorThatSaysWhere(String values, String reason) throws IOException {
        Detections detections = play(CASES.resolve(values));

        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .startsWith("no reaction can happen as deployed: ")
                .contains(reason);
    }

    @Test
    void withTheAddressThePodGoes() throws IOException {
        Detections detections =
                play(values("address: http://falco-talon:2803"), Files.readString(CASES.resolve("sc/s.yaml")));

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.reactions()).singleElement().matches(ReactionResult::isDone);
        TimedReaction reaction = detections.timedReactions().get(0);
        assertThat(reaction.event()).isEqualTo(detections.alerts().get(0).timestamp());
        assertThat(reaction.begun()).isGreaterThan(reaction.event()).isLessThan(reaction.ended());
        assertThat(detections.stopped()).anySatisfy(end -> {
            assertThat(end.fired()).isEqualTo(reaction.event());
            assertThat(end.ended()).as("no process ends before somebody acts").isGreaterThan(reaction.begun());
        });
    }

    @Test
    void belowTheMinimumNothingHappensAndTheResultSaysWhy() throws IOException {
        Detections detections = play(values("address: http://falco-talon:2803, minimumpriority: error"));

        assertThat(detections.doubts()).isNotEmpty();
        assertThat(detections.reactions())
                .singleElement()
                .extracting(ReactionResult::outcome)
                .isEqualTo(Outcome.NOT_RECEIVED);
        assertThat(detections.notes())
                .anyMatch(note -> note.contains("did not run: Falcosidekick does not send it to Falco Talon: its"
                        + " priority Notice is lower than the minimumpriority Error at "));
    }

    /** The text is the same, since the pod that took the first one's place has its name. */
    @Test
    void anAlertWithTheSameTextIsDropped() throws IOException {
        Path file = CASES.resolve("dedup");
        Path values = values("address: http://falco-talon:2803");
        Files.writeString(
                values,
                "\nfalco-talon: {config: {deduplication: {timeWindowSeconds: 600}}}\n",
                StandardOpenOption.APPEND);
        Detections detections = play(
                FalcoConfig.talonRoute(FalcoConfig.read(values, FalcoVersion.CURRENT)),
                file.resolve("talon.yaml"),
                ScenarioReader.read("s.yaml", shortened(file.resolve("sc/s.yaml")))
                        .get(0),
                rules(file.resolve("rules.yaml"), EngineOptions.of(FalcoVersion.CURRENT)));

        assertThat(detections.doubts()).anyMatch(doubt -> doubt.contains("137"));
        assertThat(detections.reactions())
                .extracting(ReactionResult::outcome)
                .containsExactly(Outcome.DONE, Outcome.DUPLICATE);
        assertThat(detections.notes())
                .anyMatch(note -> note.contains("did not run again: an alert with the same text came "));
    }

    private Path values(String talon) throws IOException {
        String text = Files.readString(CASES.resolve("e-no-talon.yaml"));
        String slack = "slack: {";
        assertThat(text).contains(slack);
        return Files.writeString(
                folder.resolve("values.yaml"), text.replace(slack, "talon: {" + talon + "}, " + slack));
    }

    /** Nothing kills the last shell of a case, which would wait for ten minutes. */
    private static String shortened(Path scenario) throws IOException {
        String text = Files.readString(scenario);
        int last = text.lastIndexOf("sleep 600");
        assertThat(last).isPositive();
        return text.substring(0, last) + "sleep 4" + text.substring(last + "sleep 600".length());
    }

    private Detections play(Path values) throws IOException {
        return play(values, shortened(CASES.resolve("sc/s.yaml")));
    }

    private static Detections play(Path values, String scenario) throws IOException {
        FalcoConfig config = FalcoConfig.read(values, FalcoVersion.CURRENT);
        return play(
                FalcoConfig.talonRoute(config),
                CASES.resolve("talon.yaml"),
                ScenarioReader.read("s.yaml", scenario).get(0),
                rules(values, config.options()));
    }

    private static Detections play(TalonRoute route, Path reactions, Scenario scenario, RuleSet rules) {
        try (Simulator simulator = Simulator.open(SimulatorOptions.configured()
                .withReactions(ReactionFiles.read(List.of(reactions), EventSources.BUILT_IN)
                        .reactions())
                .withRoute(route))) {
            return simulator.run(scenario, rules);
        }
    }

    private static RuleSet rules(Path file, EngineOptions options) {
        return RuleSet.compile(RuleLoader.of(FalcoVersion.CURRENT).load(file), options.withExplanations(true));
    }
}
