// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.RequiresPackageImages;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each miss that docs/evasions.md explains is one: the attack is detected, and done the other way it takes effect and is not. */
@RequiresPackageImages
@RequiresRoot
@RequiresShared
@Tag("runc")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvasionPageTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path RULES = Shared.path("conformance/falco-rules/current");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z]+-[a-z-]+) \\| ([a-z-]+) \\| ([^|]+) \\|.*");

    private final Map<String, Scenario> attacks = ScenarioCatalogue.ofFiles(List.of(CATALOGUE)).scenarios().stream()
            .collect(Collectors.toMap(Scenario::id, Function.identity()));
    private RuleSet rules;
    private Simulator simulator;

    /**
     * A row of the page.
     *
     * @param way the id of what is done otherwise
     */
    record Miss(String attack, String way, String rule) {}

    @BeforeAll
    void open() {
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .load(
                                RULES.resolve("falco_rules.yaml"),
                                RULES.resolve("falco-incubating_rules.yaml"),
                                RULES.resolve("k8s_audit_rules.yaml")),
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .with(Selection.enableRule("*")));
        simulator = Simulator.open(SimulatorOptions.configured());
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    static List<Miss> misses() throws IOException {
        List<Miss> misses = Files.readAllLines(Path.of("../docs/evasions.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> new Miss(row.group(1), row.group(2), row.group(3)))
                .toList();
        assertThat(misses).hasSizeGreaterThanOrEqualTo(10);
        return misses;
    }

    @ParameterizedTest
    @MethodSource("misses")
    void theRuleMissesIt(Miss miss) {
        Scenario attack = attacks.get(miss.attack());
        Condition condition = rules.rules().stream()
                .filter(rule -> rule.name().equals(miss.rule()))
                .map(Rule::condition)
                .findFirst()
                .orElseThrow();
        Variant variant = Variant.of(attack, AllowedNames.of(List.of(condition))).stream()
                .filter(each -> each.way().id().equals(miss.way()))
                .findFirst()
                .orElseThrow();

        assertThat(variant.missingProof()).isEmpty();
        assertThat(result(variant, simulator.run(attack, rules), miss).caughtBy())
                .containsExactly(miss.rule());
        VariantResult otherwise = result(variant, simulator.run(variant.scenario(), rules), miss);
        assertThat(otherwise.uncounted()).isEmpty();
        assertThat(otherwise.missedBy()).containsExactly(miss.rule());
    }

    private static VariantResult result(Variant variant, Detections detections, Miss miss) {
        return VariantResult.of(variant, List.of(miss.rule()), detections);
    }
}
