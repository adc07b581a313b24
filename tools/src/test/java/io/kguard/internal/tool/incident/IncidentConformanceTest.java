// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.tool.alert.AlertLog;
import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts that a real Falco wrote. */
@RequiresShared
@Timeout(120)
class IncidentConformanceTest {
    private static final int RULES_AT_LEAST = 69;
    private static final Path CAPTURES = Shared.path("conformance/captures");

    @Test
    void mostAlertsOfThePublicRulesBecomeEvents() throws IOException {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.V0_40).load(Shared.path("conformance/falco-rules/0.40")),
                EngineOptions.of(FalcoVersion.V0_40)
                        .withMatching(Matching.ALL)
                        .with(Selection.enableRule("*"))
                        .withExplanations(true));
        Set<String> written = new HashSet<>();
        TreeMap<String, String> refused = new TreeMap<>();
        for (Path file : files(".alerts-all.jsonl")) {
            List<FalcoAlert> alerts = new ArrayList<>();
            if (Files.size(file) > 0) {
                AlertLog.read(List.of(file), alerts::add);
            }
            for (FalcoAlert alert : alerts) {
                try {
                    if (!written.contains(alert.rule())) {
                        new WrittenIncident(rules).write(alert);
                        written.add(alert.rule());
                        refused.remove(alert.rule());
                    }
                } catch (IncidentException e) {
                    refused.put(alert.rule(), e.getMessage());
                }
            }
        }
        assertThat(written).as("refused: " + refused).hasSizeGreaterThanOrEqualTo(RULES_AT_LEAST);
        assertThat(refused.values()).allSatisfy(message -> assertThat(message).contains("does not hold: "));
    }

    @Test
    void theAlertsOfEveryCaptureComeFromAPartOfIt(@TempDir Path folder) throws Exception {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.V0_40).load(List.of(Shared.path("conformance/falco-rules/0.40"))),
                EngineOptions.of(FalcoVersion.V0_40).with(Selection.enableRule("*")));
        int parts = 0;
        List<Path> captures = Share.of(files(".scap"));
        for (Path capture : captures) {
            Replay.Result whole = Replay.of(rules).run(capture, alert -> {});
            for (String rule : whole.session().alerts().stream()
                    .map(Alert::ruleName)
                    .distinct()
                    .toList()) {
                Alert alert = new CapturedIncident(capture, rules).write(rule, folder.resolve("part.scap"));
                assertThat(alert.ruleName()).isEqualTo(rule);
                parts++;
            }
        }
        assertThat(parts).isGreaterThanOrEqualTo(captures.size());
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
