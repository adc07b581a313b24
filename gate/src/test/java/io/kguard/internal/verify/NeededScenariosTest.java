// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.requirement.Share;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that reads only what it needs of the catalogue has the same plan as one that reads all. */
@Tag("trust")
class NeededScenariosTest {
    private static final Path RULES = Path.of("../sample-rules/src/kguard/rules");

    @TempDir
    private static Path folder;

    private static URLClassLoader jar;

    @BeforeAll
    static void makeJar() throws IOException {
        jar = CatalogueJar.indexed(folder);
    }

    @AfterAll
    static void closeJar() throws IOException {
        jar.close();
    }

    private static VerifyOptions options(String only, boolean catalogue) {
        return new VerifyOptions(
                new RuleOptions(List.of(RULES), FalcoVersion.CURRENT, Matching.FIRST, false),
                new ScenarioOptions(List.of(), jar, Choice.of(only, "", catalogue)),
                new PlayOptions(SimulatorOptions.configured(), 1));
    }

    static List<String> choices() {
        List<String> few = List.of("", "rule:Terminal shell in container", "*shell*");
        List<String> more = List.of(
                "kubectl-exec-shell",
                "shadow-read",
                "rule:Read sensitive file untrusted",
                "tag:T1609",
                "technique:T1003",
                "backup");
        return Share.isLarge() ? Stream.concat(few.stream(), more.stream()).toList() : few;
    }

    @ParameterizedTest
    @MethodSource("choices")
    void thePlanIsTheSame(String only) throws IOException {
        SuitePlan whole = SuitePlan.of(options(only, true));
        SuitePlan needed = SuitePlan.ofChecks(options(only, true));

        assertSame(whole, needed);
        assertThat(needed.catalogue().scenarios())
                .hasSizeLessThan(whole.catalogue().scenarios().size() / 2);
    }

    @Test
    void thePlanIsTheSameWithoutTheCatalogue() throws IOException {
        assertSame(SuitePlan.of(options("", false)), SuitePlan.ofChecks(options("", false)));
    }

    @Test
    void aNameOfNothingHasTheSameMessage() {
        String message = Assertions.catchThrowable(() -> SuitePlan.of(options("shadow-reat", true)))
                .getMessage();

        Assertions.assertThatThrownBy(() -> SuitePlan.ofChecks(options("shadow-reat", true)))
                .hasMessage(message)
                .hasMessageContaining("did you mean \"shadow-read\"?");
    }

    private static void assertSame(SuitePlan whole, SuitePlan needed) {
        assertThat(checks(needed)).isEqualTo(checks(whole));
        assertThat(needed.refused()).isEqualTo(whole.refused());
        assertThat(texts(needed.dropped())).containsExactlyInAnyOrderElementsOf(texts(whole.dropped()));
        assertThat(texts(needed.leftOut())).containsExactlyInAnyOrderElementsOf(texts(whole.leftOut()));
        assertThat(needed.unproven()).extracting(Scenario::id).isEqualTo(ids(whole.unproven()));
        assertThat(needed.notes()).isEqualTo(whole.notes());
    }

    private static List<String> checks(SuitePlan plan) {
        return plan.checks().entrySet().stream()
                .map(entry -> entry.getKey().id() + ": " + entry.getValue())
                .toList();
    }

    private static List<String> ids(Collection<Scenario> scenarios) {
        return scenarios.stream().map(Scenario::id).toList();
    }

    /** What reports have of them. */
    private static List<String> texts(List<OmittedCheck> checks) {
        return checks.stream()
                .map(check -> String.join(
                        " | ",
                        check.scenario(),
                        check.rule(),
                        check.expect(),
                        check.reason(),
                        check.kind().key()))
                .toList();
    }
}
