// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.ResultsJson.Rule;
import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.tool.evasion.EvasionReport;
import io.kguard.internal.tool.metadata.MetadataAnalysis;
import io.kguard.scenario.Expectation.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the board says of a rule: one column for each set. */
enum Measure {
    /** The attacks in which it must fire. */
    ATTACKS("Attacks"),
    /** The twins in which it must stay silent. */
    TWINS("Twins"),
    /** The attacks that it is known not to see. */
    BLIND("Blind"),
    /** The attacks in other ways. */
    EVASIONS("Evasions caught"),
    /** The alerts on everyday work. */
    NOISE("Noise"),
    /** The metadata of containers, late or missing. */
    METADATA("Metadata"),
    /** The time that evaluating it takes. */
    COST("Cost");

    private static final double PERCENT = 100;

    private final String heading;

    Measure(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }

    /** Whether a set has it. What none has gets no column; the table of sets says that it was not measured. */
    boolean isIn(BoardSet set) {
        return switch (this) {
            case ATTACKS, TWINS -> true;
            case BLIND ->
                set.checks().stream().anyMatch(check -> check.outcome().expect() == Outcome.BLIND);
            case EVASIONS -> set.evasion().isPresent();
            case NOISE ->
                set.rules().stream().anyMatch(rule -> rule.figures().noise().isPresent());
            case METADATA -> set.metadata().isPresent();
            case COST ->
                set.rules().stream().anyMatch(rule -> rule.figures().cost().isPresent());
        };
    }

    BoardCell cell(BoardSet set, String name) {
        Rule rule = set.rule(name);
        if (rule == null && set.checks(name).isEmpty() && set.unplayed(name).isEmpty()) {
            return BoardCell.nothing("no such rule");
        }
        if (rule != null && !rule.counts() && set.checks(name).isEmpty()) {
            return BoardCell.nothing("not evaluated");
        }
        if (!isIn(set) && this != BLIND) {
            return BoardCell.nothing("not measured");
        }
        String link = set.ruleLink(name);
        return switch (this) {
            case ATTACKS -> tally(set.tally(name, Outcome.FIRES), link);
            case TWINS -> tally(set.tally(name, Outcome.SILENT), link);
            case BLIND -> blind(set.tally(name, Outcome.BLIND), link);
            case EVASIONS -> evasions(set, name, link);
            case NOISE ->
                Optional.ofNullable(rule)
                        .flatMap(of -> of.figures().noise())
                        .map(noise -> noise(noise, link))
                        .orElse(BoardCell.nothing("not measured"));
            case METADATA -> metadata(set, name, link);
            case COST ->
                Optional.ofNullable(rule)
                        .flatMap(of -> of.figures().cost())
                        .map(cost -> cost(cost, link))
                        .orElse(BoardCell.nothing("not measured"));
        };
    }

    private static BoardCell tally(CheckTally tally, String link) {
        return tally.isEmpty() ? BoardCell.nothing("no check") : new BoardCell(tally.text(), style(tally), link);
    }

    /** What was played in part is not green. */
    private static String style(CheckTally tally) {
        return tally.shows() && tally.unplayed() > 0 ? BoardCell.OTHER : tally.style();
    }

    private static BoardCell blind(CheckTally tally, String link) {
        return tally.isEmpty()
                ? BoardCell.nothing("–")
                : new BoardCell(tally.text(), tally.shows() ? BoardCell.PLAIN : tally.style(), link);
    }

    private static BoardCell evasions(BoardSet set, String name, String link) {
        EvasionReport.OfRule rule = set.evasionOf(name).orElse(null);
        if (rule == null) {
            return BoardCell.nothing("none took effect");
        }
        String text =
                rule.caught() + "/" + rule.variants() + (rule.unseen() == 0 ? "" : ", " + rule.unseen() + " unseen");
        return new BoardCell(
                text,
                rule.unseen() > 0 ? BoardCell.MISSED : rule.missed().isEmpty() ? BoardCell.FIRED : BoardCell.OTHER,
                link);
    }

    private static BoardCell noise(RuleFigures.Noise noise, String link) {
        return new BoardCell(
                noise.alerts() == 0
                        ? "0"
                        : String.format(Locale.ROOT, "%d, %.2f ‰", noise.alerts(), noise.perThousandEvents()),
                noise.alerts() == 0 ? BoardCell.PLAIN : BoardCell.UNJUDGED,
                link);
    }

    private static BoardCell metadata(BoardSet set, String name, String link) {
        int silenced = in(set.metadata().map(MetadataAnalysis.Results::silenced), name);
        int raised = in(set.metadata().map(MetadataAnalysis.Results::raised), name);
        if (silenced + raised == 0) {
            return new BoardCell("same", BoardCell.PLAIN, link);
        }
        return new BoardCell(
                (silenced == 0 ? "" : "silent in " + silenced)
                        + (silenced == 0 || raised == 0 ? "" : ", ")
                        + (raised == 0 ? "" : "fires in " + raised),
                BoardCell.UNJUDGED,
                link);
    }

    private static int in(Optional<List<MetadataAnalysis.Changed>> rules, String name) {
        return rules.orElse(List.of()).stream()
                .filter(one -> one.rule().equals(name))
                .mapToInt(one -> one.scenarios().size())
                .sum();
    }

    private static BoardCell cost(RuleFigures.Cost cost, String link) {
        return new BoardCell(
                String.format(Locale.ROOT, "%.1f %%", cost.share() * PERCENT)
                        + (cost.taken() == 0 ? "" : ", " + cost.taken() + " taken"),
                BoardCell.PLAIN,
                link);
    }
}
