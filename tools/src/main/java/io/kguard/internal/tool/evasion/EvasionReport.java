// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.event.JsonWriter;
import io.kguard.internal.message.NamedRows;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which other ways to the effect of an attack the rules caught and missed. As JSON:
 * <pre>{@code
 * {"rules": [
 *   {"rule": "Read sensitive file untrusted", "caught": 12, "variants": 14, "unseen": 1,
 *    "seen": [{"scenario": "shadow-read", "evasion": "openat"}], "missed": [
 *     {"scenario": "shadow-read", "evasion": "hard-link", "seenBy": ["Create Hardlink Over Sensitive Files"]}]}],
 *  "uncounted": [
 *   {"scenario": "shadow-read", "evasion": "busybox", "reason": "...", "proof": true}]}
 * }</pre>
 *
 * <p>{@code seen} has the variants that the rule caught. {@code seenBy} has the rules that saw a missed variant, or what prepared it, which the rule itself may have done; {@code unseen} counts those that none saw.
 * {@code variants} is the number of variants that took effect, {@code uncounted} has the others. Where {@code proof} is
 * false, nothing would have shown the effect, so the variant was not played.
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

    /** The report for programs. */
    public String json() {
        JsonWriter json = JsonWriter.spaced().object().key("rules").array();
        for (RuleEvasion rule : RuleEvasion.of(results)) {
            json.line(2)
                    .object()
                    .member("rule", rule.rule())
                    .member("caught", rule.caught().size())
                    .member("variants", rule.variants())
                    .member("unseen", rule.unseen().size())
                    .key("seen")
                    .array();
            rule.caught().forEach(seen -> variant(json.object(), seen).end());
            json.end().key("missed").array();
            for (VariantResult missed : rule.missed()) {
                variant(json.line(4).object(), missed.variant()).key("seenBy").array();
                missed.seenBy().forEach(json::value);
                json.end().end();
            }
            json.end().end();
        }
        json.end().line(1).key("uncounted").array();
        for (VariantResult result : uncounted()) {
            variant(json.line(2).object(), result.variant())
                    .member("reason", result.uncounted())
                    .member("proof", !result.unproven())
                    .end();
        }
        return json.end().end().json() + "\n";
    }

    private static JsonWriter variant(JsonWriter json, Variant variant) {
        return json.member("scenario", variant.attack().id())
                .member("evasion", variant.way().id());
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
