// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Alert;
import io.kguard.engine.ConformanceSet;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedIncidentTest {
    private static final Path SHELL = ConformanceSet.FOLDER.resolve("kubectl-exec-shell.scap");

    private Path part;

    @BeforeEach
    void name(@TempDir Path folder) {
        part = folder.resolve("part.scap");
    }

    private static RuleSet rules() throws IOException {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.V0_40).load(ConformanceSet.FOLDER.resolve("rules.yaml")),
                EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL));
    }

    @Test
    void aPartGivesTheAlertOfTheWhole() throws Exception {
        for (Path capture : ConformanceSet.captures()) {
            RuleSet rules = rules();
            Replay.Result whole = Replay.of(rules).run(capture, alert -> {});
            for (String rule : whole.session().alerts().stream()
                    .filter(alert -> alert.source().equals("syscall"))
                    .map(Alert::ruleName)
                    .distinct()
                    .toList()) {
                new CapturedIncident(capture, rules).write(rule, part);
                Replay.Result result = Replay.of(rules).run(part, alert -> {});
                assertThat(result.events()).as(capture + " " + rule).isLessThanOrEqualTo(whole.events());
                assertThat(result.session().alerts())
                        .extracting(Alert::ruleName)
                        .contains(rule);
            }
        }
    }

    @Test
    void othersAreLeftOut() throws Exception {
        String rule = "Shell under a server";
        new CapturedIncident(SHELL, rules()).write(rule, part);
        assertThat(Files.size(part)).isLessThan(Files.size(SHELL));
        assertThat(Replay.of(rules()).run(part, alert -> {}).session().alerts())
                .last()
                .satisfies(alert -> assertThat(alert.ruleName()).isEqualTo(rule));
    }

    @Test
    void aRuleThatDoesNotFireHasNoPart() {
        assertThatThrownBy(() -> new CapturedIncident(SHELL, rules()).write("Connection made", part))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("the rule \"Connection made\" does not fire on the capture");
        assertThat(part).doesNotExist();
    }

    @Test
    void aRuleThatIsNotLoadedHasTheNearestName() {
        assertThatThrownBy(() -> new CapturedIncident(SHELL, rules()).write("Shell under the server", part))
                .isInstanceOf(IncidentException.class)
                .hasMessageContaining("did you mean \"Shell under a server\"?");
    }
}
