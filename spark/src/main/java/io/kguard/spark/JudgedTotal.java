// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleDifference.RuleTotal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sum of what was found. It is made in one pass, so that all its parts are of one reading of each file: a file whose results were
 * lost with an executor is read again, and may be damaged by then. Not thread-safe.
 */
final class JudgedTotal implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The sum of a file.
     *
     * @param outcome what happened to it
     * @param alerts the number of its alerts, with two sets of rules those of both
     * @param differences the number of rules whose alerts differ
     */
    record OfFile(CaptureOutcome outcome, long alerts, long differences) implements Serializable {
        OfFile with(String problem) {
            String all = outcome.problem().isEmpty() ? problem : outcome.problem() + "; " + problem;
            return new OfFile(
                    new CaptureOutcome(outcome.capture(), outcome.events(), outcome.alerts(), outcome.byRule(), all),
                    alerts,
                    differences);
        }
    }

    private final TreeMap<String, OfFile> files = new TreeMap<>();
    private final TreeMap<String, RuleTotal> rules = new TreeMap<>();
    private ArrayList<ReplacedAlerts> replacedAlerts = new ArrayList<>();
    private final ArrayList<String> notes = new ArrayList<>();

    /** Adds what was found, and returns this. */
    JudgedTotal add(Judged one) {
        if (one instanceof Judged.OfFile file) {
            String name = file.outcome().capture();
            put(
                    name,
                    new OfFile(file.outcome(), file.alerts(), file.differences().size()));
            file.differences().forEach(alerts -> add(RuleTotal.of(name, alerts)));
            add(file.replacedAlerts());
            notes.addAll(file.notes());
        }
        return this;
    }

    /** Adds another sum, and returns this. */
    JudgedTotal plus(JudgedTotal other) {
        other.files.forEach(this::put);
        other.rules.values().forEach(this::add);
        add(other.replacedAlerts);
        notes.addAll(other.notes);
        return this;
    }

    private void put(String name, OfFile file) {
        OfFile before = files.put(name, file);
        if (before != null) {
            files.put(name, file.with("it was counted twice"));
        }
    }

    /** The first place does not depend on the order in which partitions end. */
    private void add(RuleTotal total) {
        rules.merge(
                total.rule(),
                total,
                (one, other) -> one.first().compareTo(other.first()) <= 0 ? one.plus(other) : other.plus(one));
    }

    private void add(List<ReplacedAlerts> some) {
        replacedAlerts = new ArrayList<>(ReplacedAlerts.sums(
                Stream.of(replacedAlerts, some).flatMap(Collection::stream).toList()));
    }

    /** A place that was not read at all. */
    void unread(String place, String why) {
        files.put(place, new OfFile(Judged.OfFile.unread(place, why).outcome(), 0, 0));
    }

    /** Requires that all of some files were judged. */
    void requireAll(Collection<String> names) {
        names.stream()
                .filter(name -> !files.containsKey(name))
                .toList()
                .forEach(name -> unread(name, "Spark did not pass it on"));
    }

    /**
     * Requires that the rows of the tables are those that were counted. They are of another reading of a file if an executor was lost
     * between, and of none if a file system lost some.
     *
     * @param alerts how many rows the table of alerts has of each file
     * @param differences how many rows the table of differences has of each file
     */
    void requireWritten(Map<String, Long> alerts, Map<String, Long> differences) {
        files.replaceAll((name, file) -> {
            OfFile checked = file;
            long written = alerts.getOrDefault(name, 0L);
            if (written != file.alerts()) {
                checked = checked.with("the table of alerts has " + written + " of its " + file.alerts()
                        + " alerts: run the job again");
            }
            long differing = differences.getOrDefault(name, 0L);
            if (differing != file.differences()) {
                checked = checked.with("the table of differences has " + differing + " of its " + file.differences()
                        + " rules: run the job again");
            }
            return checked;
        });
        Stream.concat(alerts.keySet().stream(), differences.keySet().stream())
                .filter(name -> !files.containsKey(name))
                .distinct()
                .toList()
                .forEach(name -> unread(name, "the tables have rows of it, but it was not judged: run the job again"));
    }

    /** The outcome of each file, by their names. */
    List<CaptureOutcome> outcomes() {
        return files.values().stream().map(OfFile::outcome).toList();
    }

    /** The rules whose alerts differ. */
    Map<String, RuleTotal> rules() {
        return rules;
    }

    /** The alerts that another rule raises. */
    List<ReplacedAlerts> replacedAlerts() {
        return replacedAlerts;
    }

    /** What else there is to say, in the order of the files. */
    List<String> notes() {
        return notes.stream().sorted().toList();
    }
}
