// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two judges agree only if they have the same alerts, with the same fields. The lines are those of a real Falco. */
@RequiresShared
class AgreementTest {
    private static final Path CAPTURES = Shared.path("conformance/captures");
    private static final String CAPTURE = "app_user";

    private final RuleSet rules = RuleSet.compile(
            RuleLoader.of(FalcoVersion.V0_40).load(files()),
            EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL).with(Selection.enableRule("*")));
    private final List<Alert> alerts = new ArrayList<>();
    private List<String> lines = List.of();

    static List<Path> files() {
        return List.of(
                Shared.path("conformance/falco-rules/0.40/falco_rules.yaml"),
                Shared.path("conformance/falco-rules/0.40/falco-incubating_rules.yaml"),
                Shared.path("conformance/falco-rules/0.40/falco-sandbox_rules.yaml"));
    }

    @BeforeEach
    void replay() throws IOException {
        Replay.of(rules)
                .withHostNames(HostNames.read(Shared.path("conformance/hosts")))
                .run(CAPTURES.resolve(CAPTURE + ".scap"), alerts::add)
                .orThrow();
        lines = Files.readAllLines(CAPTURES.resolve(CAPTURE + ".alerts-all.jsonl"));
    }

    @Test
    void theSameAlertsAgree() throws IOException {
        Agreement agreement = compared(lines);
        assertThat(agreement.differences()).isEmpty();
        assertThat(agreement.isFull()).isTrue();
        assertThat(agreement.kguard()).isEqualTo(agreement.falco()).isPositive();
    }

    @Test
    void anAlertThatFalcoDoesNotHaveIsADifference() throws IOException {
        Agreement agreement = compared(lines.subList(1, lines.size()));
        assertThat(agreement.isFull()).isFalse();
        assertThat(agreement.onlyKguard()).isEqualTo(1);
        assertThat(agreement.onlyFalco()).isZero();
    }

    @Test
    void anAlertThatOnlyFalcoHasIsADifference() throws IOException {
        alerts.remove(0);
        Agreement agreement = compared(lines);
        assertThat(agreement.isFull()).isFalse();
        assertThat(agreement.onlyFalco()).isEqualTo(1);
        assertThat(agreement.onlyKguard()).isZero();
    }

    @Test
    void anotherValueOfAFieldIsADifferenceThatNamesTheField() throws IOException {
        List<String> changed = new ArrayList<>(lines);
        String other = lines.get(0).replaceFirst("\"user.uid\":\\d+", "\"user.uid\":4711");
        assertThat(other).isNotEqualTo(lines.get(0));
        changed.set(0, other);
        Agreement agreement = compared(changed);
        assertThat(agreement.isFull()).isFalse();
        assertThat(agreement.otherwise()).isEqualTo(1);
        assertThat(agreement.differences().get(0).changes().get(0))
                .contains("user.uid")
                .contains("4711");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tags":[   | "tags":["other",
            "source":"syscall" | "source":"other"
            """)
    void otherTagsAndAnotherSourceAreDifferences(String part, String other) throws IOException {
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, lines.get(0).replace(part, other));
        assertThat(changed.get(0)).isNotEqualTo(lines.get(0));
        assertThat(compared(changed).differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.changes())
                        .singleElement()
                        .asString()
                        .startsWith("the alert's ")
                        .contains("other"));
    }

    @Test
    void anotherTimeIsADifference() throws IOException {
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, lines.get(0).replaceFirst("\"time\":\"2\\d", "\"time\":\"19"));
        assertThat(changed.get(0)).isNotEqualTo(lines.get(0));
        Agreement agreement = compared(changed);
        assertThat(agreement.onlyKguard()).isEqualTo(1);
        assertThat(agreement.onlyFalco()).isEqualTo(1);
    }

    @Test
    void noAlertsAtAllAreADifference() throws IOException {
        Agreement agreement = compared(List.of());
        assertThat(agreement.onlyKguard()).isEqualTo(alerts.size()).isPositive();
    }

    @Test
    void aLineThatIsNoAlertIsRefused() {
        assertThatThrownBy(() -> compared(List.of("Thu Nov 26 10:00:00 2026: Falco internal: something")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Falco wrote a line that is not JSON: Thu Nov 26");
        assertThatThrownBy(
                        () -> compared(List.of(lines.get(0).replaceFirst("\"rule\":\"[^\"]*\"", "\"rule\":\"Mine\""))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Falco wrote an alert of a rule that kguard does not evaluate");
        assertThatThrownBy(() -> compared(List.of(lines.get(0).replaceFirst("\"time\":\"", "\"time\":\"x"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("which is no time");
    }

    private Agreement compared(List<String> falco) throws IOException {
        return Agreement.of(CAPTURE, alerts, falco, rules.rules(), FalcoVersion.V0_40);
    }
}
