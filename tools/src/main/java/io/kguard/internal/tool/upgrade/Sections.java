// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.tool.upgrade.Sections.Section.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The report for people, in parts. A part without entries is left out. */
record Sections(UpgradeReport report) {
    /** How many places of one and the same finding are named. */
    private static final int PLACES = 10;
    /** How much of a clause or a message is shown. */
    private static final int WIDTH = 300;

    static List<Section> of(UpgradeReport report) {
        return new Sections(report).all();
    }

    private List<Section> all() {
        String to = "Falco " + report.sides().to().falco();
        return Stream.of(
                        new Section(
                                "Stops loading",
                                "These rules do not load in " + to + ". It does not start then.",
                                entries(report.rules().stopsLoading())),
                        new Section(
                                "Loads in neither version",
                                "The old version does not load these rules, either, or leaves them out. kguard can't compare what"
                                        + " they do.",
                                entries(report.rules().loadsInNeither())),
                        new Section(
                                "Never fires any more",
                                "These rules load in " + to + ", but no event sets them off.",
                                entries(report.rules().silent())),
                        new Section(
                                "Checks without a choice",
                                "In " + to
                                        + " these parts of conditions have the same result for every event, and these fields"
                                        + " of outputs no value.",
                                entries(report.rules().constant())),
                        new Section("New warnings", "Falco or lint says this for the first time.", warnings()),
                        new Section(
                                "Without effect",
                                "Without these items the rules are the same in " + to + ".",
                                entries(report.rules().ineffective())),
                        new Section("Stock rules", "Falco's own rules that come or go.", stock()),
                        new Section(
                                "What changed conditions report",
                                "Your rules after the new stock rules are compared with the same after the old ones, in "
                                        + to + ".",
                                report.stock().conditions().stream()
                                        .map(sentence -> new Entry(sentence, List.of()))
                                        .toList()),
                        new Section(
                                "Copies of stock rules that have moved on",
                                "Your files hold these in whole, so that changes of the stock rules do not reach you.",
                                report.stock().drift().stream().map(this::drift).toList()),
                        new Section(
                                "Alerts on recordings", "Each recording was played once with each version.", alerts()))
                .filter(section -> !section.entries().isEmpty())
                .toList();
    }

    private List<Entry> warnings() {
        return entries(report.rules().warns());
    }

    /** One entry for all findings that say the same. */
    private static List<Entry> entries(List<Finding> findings) {
        Map<List<String>, List<Finding>> same = new LinkedHashMap<>();
        findings.forEach(
                finding -> same.computeIfAbsent(List.of(finding.code(), finding.text()), key -> new ArrayList<>())
                        .add(finding));
        return same.values().stream().map(Sections::entry).toList();
    }

    private static Entry entry(List<Finding> findings) {
        Finding first = findings.get(0);
        String code = first.code().isEmpty() ? "" : first.code() + ": ";
        List<String> details = new ArrayList<>();
        findings.stream()
                .limit(PLACES)
                .map(finding -> finding.position() + (finding.owner().isEmpty() ? "" : " in " + finding.owner()))
                .forEach(details::add);
        if (findings.size() > PLACES) {
            details.add("and " + (findings.size() - PLACES) + " more places");
        }
        if (first.hint() != null) {
            details.add("hint: " + first.hint());
        }
        return new Entry(code + cut(first.text()), details);
    }

    private List<Entry> stock() {
        List<Entry> entries = new ArrayList<>();
        if (!report.stock().removed().isEmpty()) {
            entries.add(new Entry(
                    "gone: " + report.stock().removed().size(), report.stock().removed()));
        }
        if (!report.stock().added().isEmpty()) {
            entries.add(new Entry(
                    "new: " + report.stock().added().size(), report.stock().added()));
        }
        return entries;
    }

    private Entry drift(StockComparison.Drift drift) {
        List<String> details = new ArrayList<>();
        if (drift.gone()) {
            details.add("the new stock rules do not have it; yours lives on");
        }
        if (drift.untouched()) {
            details.add("your copy is as the old stock rules have it: remove it to get the new one");
        }
        drift.clauses().forEach(change -> details.add(clause(change)));
        drift.own().forEach(clause -> details.add("only in your copy: " + cut(clause)));
        drift.keys().forEach(key -> details.add(cut(key)));
        return new Entry(drift.what() + " at " + drift.copy(), details);
    }

    private static String clause(Clauses.Change change) {
        String what = switch (change.kind()) {
            case ADDED -> "added: " + cut(change.after());
            case REMOVED -> "removed: " + cut(change.before());
            case CHANGED -> "changed: " + new WordDifference(change.before(), change.after());
        };
        return what + "; " + change.copy();
    }

    private List<Entry> alerts() {
        List<Entry> entries = new ArrayList<>();
        report.recordings()
                .notCompared()
                .forEach(file -> entries.add(new Entry(
                        file + ": not played, because a version does not load all rules (see above)", List.of())));
        if (report.recordings().alerts().size() > 1) {
            entries.add(total());
        }
        report.recordings().alerts().forEach(difference -> {
            String same = difference.rules().isEmpty() ? ", the same" : "";
            entries.add(new Entry(
                    difference.recording() + ": " + difference.before() + " alerts before, " + difference.after()
                            + " after" + same,
                    details(difference)));
        });
        return entries;
    }

    /** The sums of all recordings, rule by rule. */
    private Entry total() {
        Map<String, int[]> rules = new TreeMap<>();
        int before = 0;
        int after = 0;
        for (RecordingDifference difference : report.recordings().alerts()) {
            before += difference.before();
            after += difference.after();
            for (RuleDifference rule : difference.rules()) {
                int[] sums = rules.computeIfAbsent(rule.rule(), name -> new int[3]);
                sums[0] += rule.appearing();
                sums[1] += rule.vanishing();
                sums[2] += rule.changing();
            }
        }
        List<String> details = new ArrayList<>();
        rules.forEach((name, sums) -> details.add(
                name + ": " + sums[0] + " appear, " + sums[1] + " vanish, " + sums[2] + " say something else"));
        return new Entry("all recordings: " + before + " alerts before, " + after + " after", details);
    }

    private static List<String> details(RecordingDifference difference) {
        List<String> details = new ArrayList<>();
        difference.doubts().forEach(doubt -> details.add("in doubt: " + doubt));
        for (RuleDifference rule : difference.rules()) {
            details.add(rule.rule() + ": " + rule.before() + " before, " + rule.after() + " after");
            add(details, "appear", rule.appearing(), rule.appear());
            add(details, "vanish", rule.vanishing(), rule.vanish());
            add(details, "say something else", rule.changing(), rule.changes());
        }
        return details;
    }

    private static void add(List<String> details, String what, int count, List<String> samples) {
        if (count > 0) {
            details.add("  " + count + " " + what + ":");
            samples.forEach(sample -> details.add("    " + cut(sample)));
        }
    }

    private static String cut(String text) {
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "...";
    }

    /**
     * A part of the report for people.
     *
     * @param title what it is about
     * @param explanation one or two sentences on what follows from it
     * @param entries what was found
     */
    record Section(String title, String explanation, List<Entry> entries) {
        /**
         * Something that was found.
         *
         * @param text what
         * @param details more about it, a line each
         */
        record Entry(String text, List<String> details) {
            Entry {
                details = List.copyOf(details);
            }
        }

        Section {
            entries = List.copyOf(entries);
        }
    }
}
