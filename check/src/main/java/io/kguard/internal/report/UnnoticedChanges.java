// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.report.RuleFigures.Survivor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a rule that no check notices, numbered in the order of its condition. A rule can have hundreds, so some of
 * each part are shown.
 *
 * @param groups the changes, by whose part of the condition they are in
 * @param left how many are not shown
 * @param places where they begin in the condition, by their numbers
 */
record UnnoticedChanges(List<Group> groups, int left, Map<Integer, Integer> places) {
    static final UnnoticedChanges NONE = new UnnoticedChanges(List.of(), 0, Map.of());

    private static final int MAX_OF_PART = 3;
    private static final int MAX_CHANGE = 120;
    private static final int MAX_ADVICE = 240;

    /**
     * Changes of one part.
     *
     * @param part whose part of the condition it is
     */
    record Group(String part, List<Change> changes) {}

    /**
     * A change.
     *
     * @param number its number in the condition
     * @param text the change in words
     * @param advice which act a check that notices it would have
     * @param place where it is written: the line in the rule's file, or another file with the line
     */
    record Change(int number, String text, String advice, String place) {}

    static UnnoticedChanges of(RuleEntry rule) {
        List<Survivor> all =
                rule.figures().mutants().map(RuleFigures.Mutants::surviving).orElse(List.of());
        if (all.isEmpty()) {
            return NONE;
        }
        Map<String, Integer> ofPart = new HashMap<>();
        List<Survivor> shown = new ArrayList<>(all.stream()
                .filter(change -> ofPart.merge(change.part(), 1, Integer::sum) <= MAX_OF_PART)
                .toList());
        ClauseCoverage coverage = rule.marked().orElse(null);
        shown.sort(Comparator.comparingInt(change -> place(change, coverage)));
        Map<String, List<Change>> groups = new LinkedHashMap<>();
        Map<Integer, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            Survivor change = shown.get(i);
            int place = place(change, coverage);
            if (place >= 0) {
                places.put(i + 1, place);
            }
            groups.computeIfAbsent(change.part(), key -> new ArrayList<>())
                    .add(new Change(
                            i + 1,
                            HtmlPage.cut(change.change(), MAX_CHANGE),
                            HtmlPage.cut(change.advice(), MAX_ADVICE),
                            place(change, rule)));
        }
        List<Group> views = new ArrayList<>();
        groups.forEach((part, changes) -> views.add(new Group(part, changes)));
        return new UnnoticedChanges(views, all.size() - shown.size(), places);
    }

    private static String place(Survivor change, RuleEntry rule) {
        SourcePlace place = change.place();
        return place.file().equals(rule.place().file()) ? "line " + place.line() : place.toString();
    }

    private static int place(Survivor change, @Nullable ClauseCoverage coverage) {
        return coverage == null ? -1 : ConditionMarks.placeOf(change, coverage);
    }
}
