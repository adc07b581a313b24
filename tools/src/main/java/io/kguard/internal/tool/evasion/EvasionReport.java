// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.internal.message.NamedRows;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which other ways to the effect of an attack the rules caught and missed.
 *
 * @param results a result for each variant
 */
public record EvasionReport(List<VariantResult> results) {
    /** Copies the list. */
    public EvasionReport {
        results = List.copyOf(results);
    }

    private List<VariantResult> uncounted() {
        return results.stream().filter(result -> !result.counts()).toList();
    }

    private String total() {
        long unproven = results.stream().filter(VariantResult::unproven).count();
        long without = uncounted().size() - unproven;
        long counted = results.size() - without - unproven;
        return counted + (counted == 1 ? " variant" : " variants") + " of the attacks took effect"
                + (without == 0 ? "" : "; " + without + " did not and are not counted (evasion.json says why)")
                + (unproven == 0 ? "" : "; " + unproven + " have no proof of their effect, and are not counted")
                + ".";
    }

    /** The attacks that have variants without proof, each with their number; empty if there are none. */
    private String unproven() {
        return results.stream()
                .filter(VariantResult::unproven)
                .collect(Collectors.groupingBy(
                        result -> result.variant().attack().id(), LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Evasion: " + total()));
        List<RuleEvasion> rules = RuleEvasion.of(results);
        lines.addAll(NamedRows.of(rules.stream().map(EvasionReport::row).toList()));
        String unproven = unproven();
        if (!unproven.isEmpty()) {
            lines.addAll(WrappedLine.of("  without proof: " + unproven));
        }
        return lines;
    }

    private static NamedRows.Row row(RuleEvasion rule) {
        List<String> more = new ArrayList<>();
        byScenario(rule.unseen()).forEach(line -> more.add("unseen: " + line));
        byScenario(rule.missed().stream()
                        .filter(result -> !result.seenBy().isEmpty())
                        .toList())
                .forEach(line -> more.add("missed: " + line));
        return new NamedRows.Row(
                rule.rule(),
                String.format(
                        Locale.ROOT,
                        "caught %2d of %2d%s",
                        rule.caught().size(),
                        rule.variants(),
                        rule.missed().isEmpty()
                                ? ""
                                : ", unseen by all " + rule.unseen().size()),
                more);
    }

    /** One text for each attack: its id, and the ways, each with the rules that saw it. */
    private static List<String> byScenario(List<VariantResult> missed) {
        return missed.stream()
                .collect(Collectors.groupingBy(
                        result -> result.variant().attack().id(),
                        LinkedHashMap::new,
                        Collectors.mapping(EvasionReport::title, Collectors.joining("; "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " by " + entry.getValue())
                .toList();
    }

    private static String title(VariantResult result) {
        String title = result.variant().way().title();
        return result.seenBy().isEmpty() ? title : title + " (seen by " + String.join(", ", result.seenBy()) + ")";
    }

    /** What {@code evasion.json} has: the variants that took effect, by rules, and the others. */
    public record Results(
            @Written(rows = 2) List<OfRule> rules,
            @Written(line = 1, rows = 2) List<Uncounted> uncounted) {}

    /**
     * What a rule saw of the variants that took effect.
     *
     * @param unseen how many of those that it missed no rule saw
     * @param seen the variants that it caught
     */
    public record OfRule(
            String rule,
            int caught,
            int variants,
            int unseen,
            List<Key> seen,
            @Written(rows = 4) List<Missed> missed) {}

    /**
     * A variant.
     *
     * @param scenario the attack
     * @param evasion the other way
     */
    public record Key(String scenario, String evasion) {
        static Key of(Variant variant) {
            return new Key(variant.attack().id(), variant.way().id());
        }
    }

    /**
     * A variant that a rule missed.
     *
     * @param seenBy the rules that saw it, or what prepared it, which the rule itself may have done
     */
    public record Missed(@Written(inline = true) Key key, List<String> seenBy) {}

    /**
     * A variant that says nothing about rules.
     *
     * @param reason why
     * @param proof whether something would have shown its effect; else it was not played
     */
    public record Uncounted(@Written(inline = true) Key key, String reason, boolean proof) {}

    /** The report for programs. */
    public String json() {
        return RecordJson.report(new Results(
                RuleEvasion.of(results).stream().map(RuleEvasion::told).toList(),
                uncounted().stream()
                        .map(result -> new Uncounted(Key.of(result.variant()), result.uncounted(), !result.unproven()))
                        .toList()));
    }

    /** The table of the report for people. */
    Table table() {
        String unproven = unproven();
        return new Table(
                "Evasion",
                total() + (unproven.isEmpty() ? "" : " Without proof: " + unproven + "."),
                List.of("Rule", "Caught", "Unseen by all", "Missed"),
                RuleEvasion.of(results).stream()
                        .map(rule -> List.of(
                                rule.rule(),
                                rule.caught().size() + " of " + rule.variants(),
                                String.valueOf(rule.unseen().size()),
                                String.join("\n", byScenario(rule.missed()))))
                        .toList());
    }
}
