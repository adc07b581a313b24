// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.Table;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The same checks on several kernels, runtimes or versions of Falco.
 *
 * @param places the checks of each whole run, by where it was made
 */
record Matrix(Map<String, List<CheckEntry>> places) {
    private static final String NOT_MADE = "–";

    /** One check, whatever the place. */
    private record Key(String scenario, String test, String rule, String expect) {
        static Key of(CheckEntry check) {
            CheckResult result = check.result();
            return new Key(result.scenario(), result.test(), result.rule(), check.expect());
        }
    }

    private Map<Key, Map<String, CheckEntry>> byCheck() {
        Map<Key, Map<String, CheckEntry>> byCheck = new LinkedHashMap<>();
        places.forEach((place, checks) ->
                checks.forEach(check -> byCheck.computeIfAbsent(Key.of(check), key -> new LinkedHashMap<>())
                        .merge(place, check, Matrix::worse)));
        return byCheck;
    }

    private static int severity(CheckEntry check) {
        return check.result().severity();
    }

    private static CheckEntry worse(CheckEntry one, CheckEntry other) {
        return severity(other) > severity(one) ? other : one;
    }

    /** Each check once, with the worst of its results: it passes only if it passes wherever it was made. */
    List<CheckEntry> worst() {
        List<CheckEntry> all = new ArrayList<>();
        byCheck().values().forEach(results -> {
            Map.Entry<String, CheckEntry> worst = null;
            for (Map.Entry<String, CheckEntry> result : results.entrySet()) {
                if (worst == null || severity(result.getValue()) > severity(worst.getValue())) {
                    worst = result;
                }
            }
            if (worst != null) {
                all.add(at(worst.getKey(), worst.getValue()));
            }
        });
        return all;
    }

    private static CheckEntry at(String place, CheckEntry check) {
        Verdict verdict = check.result().verdict();
        String reason = verdict.reason() + "\n  On " + place + ".";
        if (verdict instanceof Verdict.Errored) {
            return check.withResult(check.result().withVerdict(new Verdict.Errored(reason)));
        }
        if (verdict instanceof Verdict.Failed) {
            return check.withResult(check.result().withVerdict(new Verdict.Failed(reason)));
        }
        if (verdict instanceof Verdict.NotRun) {
            return check.withResult(check.result().withVerdict(new Verdict.NotRun(reason)));
        }
        return check;
    }

    /** The table of the report for people: the totals, and each check that is not the same everywhere. */
    Table table() {
        List<String> columns = new ArrayList<>(List.of("Check"));
        columns.addAll(places.keySet());
        List<List<String>> rows = new ArrayList<>();
        List<String> totals = new ArrayList<>(List.of("All checks"));
        places.values().forEach(checks -> totals.add(total(checks)));
        rows.add(totals);
        byCheck().values().forEach(results -> {
            List<String> words = places.keySet().stream()
                    .map(place ->
                            results.containsKey(place) ? results.get(place).word() : NOT_MADE)
                    .toList();
            if (words.stream().distinct().count() > 1) {
                List<String> row = new ArrayList<>();
                row.add(results.values().iterator().next().name());
                row.addAll(words);
                rows.add(row);
            }
        });
        int different = rows.size() - 1;
        return new Table(
                "Compared",
                different == 0
                        ? "Every check has the same verdict everywhere"
                        : different + (different == 1 ? " check has" : " checks have")
                                + " not the same verdict everywhere",
                columns,
                rows);
    }

    private static String total(List<CheckEntry> checks) {
        return checks.stream()
                .collect(Collectors.groupingBy(CheckEntry::word, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Table table = table();
        lines.add("Compared: " + table.summary());
        for (List<String> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 1; i < row.size(); i++) {
                cells.add(table.columns().get(i) + ": " + row.get(i));
            }
            lines.add("  " + row.get(0) + ": " + String.join("; ", cells));
        }
        return lines;
    }
}
