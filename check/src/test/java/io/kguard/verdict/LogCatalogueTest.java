// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The attacks of the catalogue on clouds and code hosts, which are logs. */
class LogCatalogueTest {
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path OFFICIAL = Shared.path("conformance/falco-rules/plugins");
    private static final Map<String, String> SOURCES = Map.of(
            "aws",
            "aws_cloudtrail",
            "gcp",
            "gcp_auditlog",
            "okta",
            "okta",
            "github",
            "github",
            "agent",
            "coding_agent");

    /** The first fires on every event, so that no twin exists. The others can't fire, see docs/sources.md. */
    private static final Set<String> WITHOUT_ATTACK = Set.of(
            "All Cloudtrail Events",
            "GCP Bucket configured to be public",
            "GCP Bucket objects configured to be public",
            "GCP BigQuery Dataset access configured to be public");

    private static final int FEW = 5;

    static Stream<Scenario> scenarios() {
        return ScenarioCatalogue.ofFiles(List.of(SCENARIOS)).scenarios().stream()
                .filter(scenario -> scenario.recording() != null);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theEventsAreOfTheServiceThatTheNameTells(Scenario scenario) throws IOException {
        Recording recording = Objects.requireNonNull(scenario.recording());
        assertThat(recording.kind()).isEqualTo(Recording.Kind.LOG);
        List<SourceEvent> events = new ArrayList<>();
        for (String event : recording.events()) {
            events.addAll(SourceLog.parse(event, EventSources.BUILT_IN, null));
        }
        assertThat(events)
                .isNotEmpty()
                .extracting(event -> event.source().label())
                .containsOnly(
                        SOURCES.get(scenario.id().substring(0, scenario.id().indexOf('-'))));
    }

    @Test
    void aTwinDiffersInLittle() throws IOException {
        for (Path file : files()) {
            List<Scenario> pair = ScenarioReader.read(file);
            if (pair.size() == 2 && pair.get(0).recording() != null) {
                assertThat(differences(pair.get(0), pair.get(1)))
                        .as(file.toString())
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(FEW);
            }
        }
    }

    private static Set<String> differences(Scenario attack, Scenario twin) {
        List<String> one = Objects.requireNonNull(attack.recording()).events();
        List<String> other = Objects.requireNonNull(twin.recording()).events();
        assertThat(other).hasSameSizeAs(one);
        ObjectMapper json = new ObjectMapper();
        Set<String> paths = new TreeSet<>();
        for (int i = 0; i < one.size(); i++) {
            compare(json.readTree(one.get(i)), json.readTree(other.get(i)), "", paths);
        }
        return paths;
    }

    private static void compare(JsonNode one, JsonNode other, String path, Set<String> differing) {
        if (one.isObject() && other.isObject()) {
            Set<String> names = new HashSet<>(one.propertyNames());
            names.addAll(other.propertyNames());
            names.forEach(name -> compare(one.path(name), other.path(name), path + "/" + name, differing));
        } else if (!one.equals(other)) {
            differing.add(path);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    /** Each rule of Falco's plugins for clouds and code hosts. */
    @Test
    void everyOfficialRuleFiresAndIsSilentOnTheTwin() {
        assumeTrue(Files.isDirectory(OFFICIAL), "the rules of Falco's plugins are not in " + OFFICIAL);
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(OFFICIAL);
        assertThat(loaded.errors()).isEmpty();
        RuleSet rules = RuleSet.compile(
                loaded,
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .with(Selection.enableRule("*")));
        Set<String> fired = new HashSet<>();
        Set<String> silent = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        scenarios().forEach(scenario -> {
            Detections detections = RecordedScenario.run(scenario, rules);
            for (Expectation expectation : scenario.expectations()) {
                if (loaded.rules().stream().noneMatch(rule -> rule.name().equals(expectation.rule()))) {
                    continue;
                }
                Verdict verdict = Judge.judge(detections, expectation);
                if (verdict instanceof Verdict.Passed) {
                    (expectation.outcome() == Expectation.Outcome.FIRES ? fired : silent).add(expectation.rule());
                } else {
                    wrong.add(scenario + ": " + verdict.reason());
                }
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(loaded.rules())
                .extracting(Rule::name)
                .filteredOn(name -> !WITHOUT_ATTACK.contains(name))
                .hasSizeGreaterThan(90)
                .allSatisfy(name -> {
                    assertThat(fired).contains(name);
                    assertThat(silent).contains(name);
                });
    }
}
