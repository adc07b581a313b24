// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.Findings.RanStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page of a run shows, in the words of its template. */
final class HtmlPage {
    private static final Pattern FIGURE = Pattern.compile("[\\d.]+( %| ms)?|\\d+ of \\d+");
    static final int MAX_MESSAGE = 200;
    private static final int MAX_ALERTS = 12;
    private static final double MILLIS = 1000.0;
    private static final double NANOS = 1e9;
    static final int PERCENT = 100;

    /** A name with its value. */
    record Fact(String name, String value) {}

    /** An entry of the navigation. */
    record Heading(String id, String name, String count) {}

    /** The widths of the parts of the bar. */
    record Bar(long passed, long failed, long errorsFrom, long errors) {
        static final int WIDTH = 1000;

        boolean shown() {
            return passed + failed + errors > 0;
        }
    }

    /** A check that did not pass. */
    record Unmet(String id, String word, String name, String title, String place, String reason, String again) {}

    /** A step of a simulation. */
    record StepView(String text, String end, String time, String output) {}

    /** A rule that no check is about, where it fired all the same, and the command that writes its test. */
    record UncheckedView(String id, String name, String fired, String command) {}

    /** An alert of a simulation. */
    record AlertView(String at, String state, String rule, String ruleId, String message) {}

    /** A table of something measured besides. */
    record TableView(String id, Table table, List<List<Cell>> rows) {}

    /**
     * A cell of a table.
     *
     * @param style how it is shown, as a class of the style sheet
     * @param ruleId the rule that it names; empty if it names none
     */
    record Cell(String text, String style, String ruleId) {}

    /** Checks that were not made. */
    record Omitted(String id, String name, String count, String heading, List<OmittedCheck.Group> groups) {}

    private final Run run;
    private final Anchors anchors = new Anchors();
    private final Set<String> ruleNames = new HashSet<>();
    private final List<SimulationView> simulations;
    private final SinceLastRun since;

    HtmlPage(Run run, LastRun last) {
        this.run = run;
        run.rules().forEach(rule -> ruleNames.add(rule.name()));
        this.simulations =
                bySimulation().values().stream().map(this::simulation).toList();
        this.since = SinceLastRun.of(run, last, anchors);
    }

    /** The id of a check's row. */
    static String id(CheckEntry check, Anchors anchors) {
        return anchors.of("check", check.name());
    }

    Run run() {
        return run;
    }

    String date() {
        return run.environment().date().toString();
    }

    String symbol() {
        return switch (run.word()) {
            case "passed" -> "✓";
            case "failed" -> "✗";
            default -> "!";
        };
    }

    String headline() {
        if (run.checks().isEmpty()) {
            return "Nothing was checked";
        }
        if (run.word().equals("failed") && run.failed() == 0) {
            return "A threshold is missed";
        }
        if (run.word().equals("passed")) {
            if (!run.known().isEmpty()) {
                return run.passed() + " passed, " + run.known().size() + " fail as is known";
            }
            return run.checks().size() == 1
                    ? "The check passed"
                    : "All " + run.checks().size() + " checks passed";
        }
        List<String> parts = new ArrayList<>();
        if (run.failed() > 0) {
            parts.add(run.failed() + (run.failed() == 1 ? " check failed" : " checks failed"));
        }
        if (run.errors() > 0) {
            parts.add(run.errors() + " could not be judged");
        }
        if (run.notRun() > 0) {
            parts.add(run.notRun() + (run.notRun() == 1 ? " was not run" : " were not run"));
        }
        return parts.isEmpty() ? "No check passed" : String.join(", ", parts);
    }

    Bar bar() {
        long unjudged = run.errors() + run.notRun();
        long all = Math.max(1, run.passed() + run.failed() + unjudged);
        long passed = run.passed() * Bar.WIDTH / all;
        long failed = run.failed() == 0 ? 0 : Math.max(1, run.failed() * Bar.WIDTH / all);
        long errors = unjudged == 0 ? 0 : Bar.WIDTH - passed - failed;
        return new Bar(unjudged == 0 ? Bar.WIDTH - failed : passed, failed, Bar.WIDTH - errors, errors);
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        if (!run.rules().isEmpty()) {
            int all = run.counted().size();
            facts.add(new Fact("Rules with a check", run.checkedRules() + " of " + all));
            if (run.derived() > 0) {
                facts.add(new Fact(
                        "Checks of derived acts",
                        run.derived() + " of " + run.checks().size()));
                facts.add(new Fact(
                        "Rules with derived checks alone", run.derivedAlone().size() + " of " + all));
            }
            shown(facts, RuleEntry::shown, "");
            if (run.derived() > 0) {
                shown(facts, RuleEntry::pinned, ", by derived acts");
            }
            measured(facts);
            long techniques = run.checks().stream()
                    .filter(CheckEntry::proves)
                    .flatMap(check -> check.techniques().stream())
                    .distinct()
                    .count();
            facts.add(new Fact("ATT&CK techniques proven", String.valueOf(techniques)));
        }
        facts.add(new Fact("Falco", run.environment().falco()));
        facts.add(new Fact("System", run.environment().system()));
        facts.add(new Fact("Date", date().replace('T', ' ').replace("Z", " UTC")));
        return facts;
    }

    private void shown(List<Fact> facts, Function<RuleEntry, RuleEntry.Shown> which, String by) {
        List<RuleEntry.Shown> all = run.rules().stream().map(which).toList();
        long both = all.stream().filter(RuleEntry.Shown::both).count();
        facts.add(new Fact(
                "Shown to fire and to stay silent" + by,
                both + " of " + run.counted().size()));
        long goals = all.stream().mapToLong(RuleEntry.Shown::goals).sum();
        long reached = all.stream().mapToLong(RuleEntry.Shown::reached).sum();
        if (goals > 0) {
            facts.add(new Fact("Results of clauses that decided a check" + by, reached * PERCENT / goals + " %"));
        }
    }

    private void measured(List<Fact> facts) {
        long all = sum(RuleFigures::mutants, RuleFigures.Mutants::all);
        if (all > 0) {
            long noticed = sum(RuleFigures::mutants, RuleFigures.Mutants::noticed);
            facts.add(new Fact("Mutation score", noticed * PERCENT / all + " %"));
        }
        if (run.rules().stream().anyMatch(rule -> rule.figures().noise().isPresent())) {
            long alerts = sum(RuleFigures::noise, RuleFigures.Noise::alerts);
            facts.add(new Fact("Alerts on everyday work", String.valueOf(alerts)));
        }
    }

    private <T> long sum(Function<RuleFigures, Optional<T>> of, ToLongFunction<T> figure) {
        return run.rules().stream()
                .flatMap(rule -> of.apply(rule.figures()).stream())
                .mapToLong(figure)
                .sum();
    }

    List<Heading> sections() {
        List<Heading> sections = new ArrayList<>();
        add(sections, "problem", "Problem", run.problem().isEmpty() ? 0 : 1);
        add(sections, "missed", "Thresholds", run.missed().isEmpty() ? 0 : 1);
        add(sections, "notes", "Not part of the run", run.notes().size());
        addIf(since.shown(), sections, "since", "New");
        add(sections, "unmet", "Not passed", run.unmet().size() + run.known().size());
        add(sections, "unset", "Needs settings", run.unset().size());
        add(sections, "unchecked", "Without a check", run.unchecked().size());
        add(sections, "checks", "Checks", run.checks().size());
        add(sections, "rules", "Rules", run.rules().size());
        addIf(matrix().shown(), sections, "matrix", "Matrix");
        addIf(!tactics().isEmpty(), sections, "attack", "ATT&CK");
        tables().forEach(table ->
                sections.add(new Heading(table.id(), table.table().heading(), "")));
        addIf(times().shown(), sections, "times", "Time");
        add(sections, "simulations", "Simulations", simulations.size());
        omitted().forEach(omitted -> sections.add(new Heading(omitted.id(), omitted.name(), omitted.count())));
        return sections;
    }

    private static void addIf(boolean shown, List<Heading> sections, String id, String name) {
        if (shown) {
            sections.add(new Heading(id, name, ""));
        }
    }

    private static void add(List<Heading> sections, String id, String name, int count) {
        if (count > 0) {
            sections.add(new Heading(id, name, String.valueOf(count)));
        }
    }

    List<Unmet> unmet() {
        return Stream.concat(run.unmet().stream(), run.known().stream())
                .map(check -> new Unmet(
                        id(check, anchors),
                        check.word(),
                        check.name(),
                        check.about().title(),
                        check.reasonPlace().map(SourcePlace::toString).orElse(""),
                        check.reason(),
                        again(check)))
                .toList();
    }

    SinceLastRun since() {
        return since;
    }

    /** The checks whose rules wait for settings. */
    List<OmittedCheck.Group> unset() {
        return OmittedCheck.Group.of(run, OmittedCheck.Kind.UNSET);
    }

    /** What to paste into a rule file, so that they are made. */
    String override() {
        return run.overrides();
    }

    List<UncheckedView> unchecked() {
        List<UncheckedView> views = new ArrayList<>();
        run.firedUnchecked()
                .forEach(rule -> views.add(new UncheckedView(
                        anchors.of("rule", rule.rule()),
                        rule.rule(),
                        String.join(", ", rule.firedIn()),
                        rule.command())));
        run.unloaded()
                .forEach(rule -> views.add(
                        new UncheckedView(anchors.of("rule", rule.name()), rule.name() + " (not loaded)", "", "")));
        return views;
    }

    List<CheckView> checks() {
        return run.checks().stream()
                .sorted(Comparator.comparing(CheckEntry::word, CheckEntry.WORST_LAST.reversed()))
                .map(this::check)
                .toList();
    }

    private CheckView check(CheckEntry check) {
        return new CheckView(
                check, id(check, anchors), ruleId(check.rule()), anchors.of("scenario", check.simulation()));
    }

    private String ruleId(String rule) {
        return ruleNames.contains(rule) ? anchors.of("rule", rule) : "";
    }

    List<RuleView> rules() {
        Map<String, List<CheckEntry>> checks = run.checks().stream().collect(Collectors.groupingBy(CheckEntry::rule));
        return run.rules().stream()
                .map(rule -> rule(rule, checks.getOrDefault(rule.name(), List.of())))
                .toList();
    }

    private RuleView rule(RuleEntry rule, List<CheckEntry> checks) {
        return new RuleView(
                rule,
                anchors.of("rule", rule.name()),
                checks.stream().map(this::check).toList(),
                UnnoticedChanges.of(rule),
                rule.marked().map(ConditionMarks::missing).orElse(List.of()));
    }

    FiringMatrix matrix() {
        return FiringMatrix.of(run, simulations, anchors);
    }

    List<AttackMatrix.Tactic> tactics() {
        return AttackMatrix.of(run);
    }

    List<TableView> tables() {
        return run.tables().stream()
                .map(table -> new TableView(
                        table.heading().toLowerCase(Locale.ROOT).replace(' ', '-'),
                        table,
                        table.rows().stream()
                                .map(row -> row.stream().map(this::cell).toList())
                                .toList()))
                .toList();
    }

    private Cell cell(String text) {
        return new Cell(text, FIGURE.matcher(text).matches() ? "num" : "text", ruleId(text));
    }

    /** Which simulations took how long. */
    TimeChart times() {
        return TimeChart.of(simulations);
    }

    List<SimulationView> simulations() {
        return simulations;
    }

    private Map<String, List<CheckEntry>> bySimulation() {
        Map<String, List<CheckEntry>> checks = new LinkedHashMap<>();
        run.checks()
                .forEach(check -> checks.computeIfAbsent(check.simulation(), key -> new ArrayList<>())
                        .add(check));
        return checks;
    }

    private SimulationView simulation(List<CheckEntry> checks) {
        CheckEntry first = checks.get(0);
        Findings findings = first.result().findings();
        List<Raised> alerts = findings.alerts();
        long begin = alerts.isEmpty() ? 0 : alerts.get(0).timestamp();
        return new SimulationView(
                anchors.of("scenario", first.simulation()),
                checks,
                alerts.stream()
                        .limit(MAX_ALERTS)
                        .map(alert -> alert(alert, begin, checks))
                        .toList(),
                findings.steps().stream().map(HtmlPage::step).toList(),
                ChainLine.of(findings),
                ChainView.of(findings.chain()),
                TimeLine.of(findings));
    }

    private static StepView step(RanStep step) {
        return new StepView(
                step.step(),
                step.exit() == 0 ? "" : "exit status " + step.exit(),
                seconds(step.millis()),
                step.output());
    }

    /** What each command has that makes checks again. */
    String given() {
        String options = run.environment().options();
        return options.isEmpty() ? "" : " " + options;
    }

    /** The command that makes the checks of a scenario again, without what each has; empty for a rule test. */
    static String again(CheckEntry check) {
        return check.result().test().isEmpty() ? RepeatCommand.of(check.simulation(), "") : "";
    }

    private AlertView alert(Raised alert, long begin, List<CheckEntry> checks) {
        List<CheckEntry> about = checks.stream()
                .filter(check -> check.rule().equals(alert.rule()))
                .toList();
        boolean expected =
                about.stream().anyMatch(check -> check.result().expectation().isFires());
        return new AlertView(
                String.format(Locale.ROOT, "+%.3f s", (alert.timestamp() - begin) / NANOS),
                about.isEmpty() ? "other" : expected ? "expected" : "unexpected",
                alert.rule(),
                ruleId(alert.rule()),
                cut(alert.message(), MAX_MESSAGE));
    }

    List<Omitted> omitted() {
        List<Omitted> omitted = new ArrayList<>();
        for (OmittedCheck.Kind kind : OmittedCheck.Kind.values()) {
            if (kind == OmittedCheck.Kind.UNSET) {
                continue; // it has a place of its own
            }
            List<OmittedCheck.Group> groups = OmittedCheck.Group.of(run, kind);
            if (!groups.isEmpty()) {
                long count =
                        groups.stream().mapToLong(OmittedCheck.Group::checks).sum();
                omitted.add(new Omitted(kind.key(), kind.label(), String.valueOf(count), kind.heading(), groups));
            }
        }
        return omitted;
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / MILLIS);
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
