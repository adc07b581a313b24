// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.Table;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A small analysis: this class, and a line in {@code META-INF/services}. How many checks each rule has. */
public final class ChecksPerRule implements Analysis {
    static final String FILE = "checks-per-rule.json";

    @Override
    public String name() {
        return "checksPerRule";
    }

    @Override
    public List<GoalParameter> parameters() {
        return List.of(GoalParameter.toggle("checksPerRule", "true also counts the checks of each rule."));
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public Optional<Analysis> asked(Settings settings) {
        return settings.isOn("checksPerRule") ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean canBeParted() {
        return true;
    }

    @Override
    public AnalysisResult find(AnalysedRun run) {
        Map<String, Long> counts = new TreeMap<>(run.result().checks().stream()
                .collect(Collectors.groupingBy(CheckResult::rule, Collectors.counting())));
        List<String> lines = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        counts.forEach((rule, count) -> {
            lines.add("Checks of " + rule + ": " + count);
            rows.add(List.of(rule, String.valueOf(count)));
        });
        Table table = new Table("Checks per rule", "Counted", List.of("Rule", "Checks"), rows);
        return AnalysisResult.of(lines, List.of(table), FILE, "{\"rules\": " + counts.size() + "}\n");
    }
}
