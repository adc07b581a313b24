// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Word;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.scenario.Expectation.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The first page: the sets beside each other, in the words of its template.
 *
 * @param sets the sets
 * @param summaries of each set, in the same order
 */
record BoardPage(List<BoardSet> sets, List<SetSummary> summaries) {
    BoardPage {
        sets = List.copyOf(sets);
        summaries = List.copyOf(summaries);
    }

    /**
     * The heading of a column.
     *
     * @param measure what it is about
     * @param set of which set; empty if there is only one
     */
    record Heading(String measure, String set) {}

    /**
     * What is said of each set as a whole.
     *
     * @param name what it is
     * @param values a text for each set
     */
    record SetFact(String name, List<String> values) {}

    List<SetFact> facts() {
        List<SetFact> facts = new ArrayList<>();
        facts.add(fact("Fires", SetSummary::fires));
        facts.add(fact("Twins", SetSummary::twins));
        facts.add(fact("Checks", SetSummary::checks));
        facts.add(fact("Not passed", SetSummary::unmet));
        facts.add(fact("Not played", SetSummary::unplayed));
        facts.add(fact("Blind as expected", SetSummary::blind));
        facts.add(fact("Evasions caught", SetSummary::evasions));
        facts.add(fact("Variants not counted", SetSummary::uncounted));
        facts.add(fact("Alerts on everyday work", SetSummary::noise));
        facts.add(fact("Metadata", SetSummary::metadata));
        facts.add(fact("Cost", SetSummary::cost));
        facts.add(fact("Falco", SetSummary::falco));
        facts.add(fact("Date", SetSummary::date));
        return facts;
    }

    private SetFact fact(String name, Function<SetSummary, String> value) {
        return new SetFact(name, summaries.stream().map(value).toList());
    }

    String headline() {
        return sets.size() == 1 ? sets.get(0).name().text() : sets.size() + " rule sets";
    }

    String counts() {
        long checks = sets.stream().mapToLong(set -> set.checks().size()).sum();
        return ruleNames().size() + " rules, " + checks + " checks";
    }

    /** The worst of the sets. */
    String word() {
        return sets.stream()
                .map(set -> set.results().ending().verdict())
                .reduce(Word.PASSED, CheckTally::worse)
                .toString();
    }

    private Set<String> ruleNames() {
        Set<String> names = new LinkedHashSet<>();
        sets.forEach(set -> names.addAll(set.ruleNames()));
        return names;
    }

    private List<Measure> measures() {
        return Arrays.stream(Measure.values())
                .filter(measure -> sets.stream().anyMatch(measure::isIn))
                .toList();
    }

    private String label(BoardSet set) {
        return sets.size() == 1 ? "" : set.name().text();
    }

    List<Heading> ruleHeadings() {
        return measures().stream()
                .flatMap(measure -> sets.stream().map(set -> new Heading(measure.heading(), label(set))))
                .toList();
    }

    List<Heading> setHeadings() {
        return sets.stream()
                .map(set -> new Heading(sets.size() == 1 ? "Result" : set.name().text(), ""))
                .toList();
    }

    List<BoardRow> rules() {
        List<BoardRow> rows = new ArrayList<>();
        for (String rule : ruleNames()) {
            List<BoardCell> cells = new ArrayList<>();
            boolean differs = false;
            for (Measure measure : measures()) {
                List<BoardCell> ofSets =
                        sets.stream().map(set -> measure.cell(set, rule)).toList();
                cells.addAll(ofSets);
                differs |= measure != Measure.COST
                        && ofSets.stream().map(BoardCell::text).distinct().count() > 1;
            }
            rows.add(BoardRow.of(List.of(rule), "", cells, differs));
        }
        return rows;
    }

    /** Each check that a set made or did not make. */
    List<BoardRow> checks() {
        Map<BoardSet.Key, String> keys = new LinkedHashMap<>();
        List<Map<BoardSet.Key, Word>> verdicts =
                sets.stream().map(BoardSet::verdicts).toList();
        for (BoardSet set : sets) {
            set.checks()
                    .forEach(check -> keys.merge(
                            BoardSet.Key.of(check),
                            check.subject().about().title(),
                            (one, other) -> one.isEmpty() ? other : one));
            set.unplayed().forEach(check -> keys.putIfAbsent(check.key(), ""));
        }
        List<BoardRow> rows = new ArrayList<>();
        keys.forEach((key, title) -> {
            List<BoardCell> cells = new ArrayList<>();
            for (int i = 0; i < sets.size(); i++) {
                cells.add(cell(sets.get(i), key, verdicts.get(i)));
            }
            rows.add(BoardRow.of(List.of(key.rule(), key.expect().toString(), key.simulation()), title, cells));
        });
        List<String> order = List.copyOf(ruleNames());
        rows.sort(Comparator.comparingInt(row -> order.indexOf(row.first())));
        return rows;
    }

    private static BoardCell cell(BoardSet set, BoardSet.Key key, Map<BoardSet.Key, Word> verdicts) {
        Word verdict = verdicts.get(key);
        if (verdict != null) {
            String text = verdict == Word.PASSED ? done(key.expect()) : verdict.toString();
            String style = verdict == Word.PASSED && key.expect() != Outcome.FIRES
                    ? BoardCell.PLAIN
                    : BoardCell.style(verdict);
            return new BoardCell(text, style, set.checkLink(key));
        }
        boolean unplayed = set.unplayed().stream().anyMatch(check -> check.key().equals(key));
        if (unplayed) {
            return new BoardCell(BoardCell.NOT_PLAYED, BoardCell.NOTHING, set.ruleLink(key.rule()));
        }
        return BoardCell.nothing(set.rule(key.rule()) == null ? "no such rule" : "no check");
    }

    private static String done(Outcome expect) {
        return expect == Outcome.FIRES ? "fired" : expect.toString();
    }

    boolean hasEvasions() {
        return sets.stream().anyMatch(set -> set.evasion().isPresent());
    }

    /** Each variant of an attack that a set played. */
    List<BoardRow> evasions() {
        List<VariantTable> tables = sets.stream().map(VariantTable::of).toList();
        Set<EvasionReport.Key> keys = new LinkedHashSet<>();
        tables.forEach(table -> keys.addAll(table.cells().keySet()));
        return keys.stream()
                .map(key -> BoardRow.of(
                        List.of(key.scenario(), key.evasion()),
                        "",
                        tables.stream().map(table -> table.cell(key)).toList()))
                .toList();
    }

    boolean comparesSets() {
        return sets.size() > 1;
    }
}
