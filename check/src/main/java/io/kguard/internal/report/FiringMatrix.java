// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules by scenarios: what each rule did in each simulation, and whether a check is about it. */
record FiringMatrix(List<Column> columns, List<Row> rows) {
    /** A simulation. */
    record Column(String id, String label) {}

    /** A rule that did something, or should have. */
    record Row(String id, String name, List<Cell> cells) {
        /** The number of empty cells before its first mark. */
        int start() {
            String gap = cells.get(0).gap();
            return gap.isEmpty() ? 0 : Integer.parseInt(gap);
        }
    }

    /**
     * A cell with a mark, or a gap of several cells without one.
     *
     * @param gap the number of empty cells as a text; empty if there is a mark
     * @param mark one letter
     * @param target the id of the check; empty if there is none
     * @param title the mark in words, where no check has them; the page makes it of the row of the check
     */
    record Cell(String gap, String mark, String target, String title) {
        boolean wide() {
            return !gap.isEmpty() && !gap.equals("1");
        }
    }

    boolean shown() {
        return !rows.isEmpty();
    }

    static FiringMatrix of(Run run, List<SimulationView> simulations, Anchors anchors) {
        Map<String, Map<String, Cell>> marks = new HashMap<>();
        for (CheckEntry check : run.checks()) {
            check.others()
                    .keySet()
                    .forEach(rule -> marks.computeIfAbsent(rule, key -> new HashMap<>())
                            .putIfAbsent(
                                    check.simulation(),
                                    new Cell(
                                            "",
                                            "o",
                                            "",
                                            rule + " fired in " + check.simulation() + "; no check is about it")));
        }
        for (CheckEntry check : run.checks()) {
            marks.computeIfAbsent(check.rule(), key -> new HashMap<>())
                    .put(check.simulation(), new Cell("", mark(check), HtmlPage.id(check, anchors), ""));
        }
        List<Row> rows = new ArrayList<>();
        for (RuleEntry rule : run.evaluated()) {
            Map<String, Cell> row = marks.get(rule.name());
            if (row != null) {
                rows.add(new Row(anchors.of("rule", rule.name()), rule.name(), cells(row, simulations)));
            }
        }
        rows.sort(Comparator.comparingInt(Row::start)); // so that most marks lie along a line
        return new FiringMatrix(
                simulations.stream()
                        .map(simulation -> new Column(simulation.id(), simulation.label()))
                        .toList(),
                rows);
    }

    private static List<Cell> cells(Map<String, Cell> row, List<SimulationView> simulations) {
        List<Cell> cells = new ArrayList<>();
        int gap = 0;
        for (SimulationView simulation : simulations) {
            Cell cell = row.get(simulation.label());
            if (cell == null) {
                gap++;
            } else {
                addGap(cells, gap);
                gap = 0;
                cells.add(cell);
            }
        }
        addGap(cells, gap);
        return cells;
    }

    private static void addGap(List<Cell> cells, int gap) {
        if (gap > 0) {
            cells.add(new Cell(String.valueOf(gap), "", "", ""));
        }
    }

    private static String mark(CheckEntry check) {
        if (!check.passed()) {
            return check.failed() ? "X" : check.known() ? "K" : "E";
        }
        return switch (check.result().expectation().outcome()) {
            case FIRES -> "F";
            case SILENT -> "s";
            case BLIND -> "b";
        };
    }
}
