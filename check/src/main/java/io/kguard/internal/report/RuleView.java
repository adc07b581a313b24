// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule, in the words of the page's template.
 *
 * @param rule the rule
 * @param id its id
 * @param checks the checks of it
 * @param unnoticed the changes of it that no check notices
 * @param unshown what no check shows of its condition
 */
record RuleView(
        RuleEntry rule,
        String id,
        List<CheckView> checks,
        UnnoticedChanges unnoticed,
        List<ConditionMarks.Missing> unshown) {
    private static final int MAX_MISSING = 12;
    private static final int MAX_WHY = 2500;
    private static final int MAX_CONDITION = 6000;

    /** The verdict of its checks; empty if it has none. */
    String verdict() {
        return checks.isEmpty()
                ? ""
                : CheckEntry.word(checks.stream().map(CheckView::entry).toList());
    }

    /** How much its checks show of it, as a class of the style sheet. */
    String state() {
        if (rule.unloaded()) {
            return "none";
        } else if (!rule.isEvaluated()) {
            return "off";
        } else if (rule.shown().both()) {
            return "full";
        }
        return checks.isEmpty() ? "none" : "partly";
    }

    String stateText() {
        if (!rule.isEvaluated()) {
            return rule.unloaded() ? "not loaded: " + rule.unevaluated() : "not evaluated";
        }
        if (checks.isEmpty()) {
            return "no check";
        }
        String pinned = pinnedText();
        if (rule.shown().nothing() && !pinned.isEmpty()) {
            return pinned + "; no attack shows that it works";
        }
        return shownText() + (pinned.isEmpty() ? "" : ". " + pinned);
    }

    private String pinnedText() {
        RuleEntry.Shown by = rule.pinned();
        return by.nothing()
                ? ""
                : "Derived acts: " + (by.both() ? "fires and stays silent" : by.fires() ? "fires" : "stays silent");
    }

    private String shownText() {
        if (rule.shown().fires()) {
            return rule.shown().silent() ? "fires and stays silent" : "fires; nothing shows that it stays silent";
        }
        return rule.shown().silent() ? "stays silent; nothing shows that it fires" : "no check passed";
    }

    String clauses() {
        return Stream.of(clauses(rule.shown(), ""), clauses(rule.pinned(), " by derived acts"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String clauses(RuleEntry.Shown shown, String by) {
        return shown.coverage()
                .map(clauses -> clauses.reached() + " of " + clauses.goals() + " results of clauses" + by)
                .orElse("");
    }

    String tags() {
        return String.join(", ", rule.tags());
    }

    List<ConditionMarks.Piece> condition() {
        return ConditionMarks.numbered(pieces(), unnoticed.places());
    }

    private List<ConditionMarks.Piece> pieces() {
        String text = rule.condition();
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.length() > MAX_CONDITION) {
            return List.of(new ConditionMarks.Piece(HtmlPage.cut(text, MAX_CONDITION), "", ""));
        }
        return rule.marked()
                .map(coverage -> ConditionMarks.pieces(text, coverage))
                .orElse(List.of(new ConditionMarks.Piece(text, "", "")));
    }

    /** What no check shows, as much as is listed. */
    List<ConditionMarks.Missing> missing() {
        return unshown.stream().limit(MAX_MISSING).toList();
    }

    /** How much more there is; empty if there is no more. */
    String more() {
        return number(unshown.size() - MAX_MISSING);
    }

    private static String number(int left) {
        return left > 0 ? String.valueOf(left) : "";
    }

    String noticed() {
        return rule.figures()
                .mutants()
                .map(mutants -> mutants.noticed() + " of " + mutants.all() + " changes noticed")
                .orElse("");
    }

    /** The command that writes acts which notice changes. */
    String derive() {
        return RepeatCommand.derive(rule.name());
    }

    List<UnnoticedChanges.Group> changes() {
        return unnoticed.groups();
    }

    String moreChanges() {
        return number(unnoticed.left());
    }

    String cost() {
        return rule.figures().cost().map(RuleView::text).orElse("");
    }

    private static String text(RuleFigures.Cost cost) {
        String text = String.format(
                Locale.ROOT,
                "Cost: %.1f %% of the time for all rules, %d evaluations, %d matches",
                cost.share() * HtmlPage.PERCENT,
                cost.evaluations(),
                cost.matches());
        return cost.taken() == 0
                ? text
                : text + "; an earlier rule takes " + (cost.taken() == cost.matches() ? "all" : cost.taken()) + ": "
                        + String.join(", ", cost.takenBy().keySet()) + ", as in " + cost.scenario();
    }

    String noise() {
        return rule.figures().noise().map(RuleView::text).orElse("");
    }

    private static String text(RuleFigures.Noise noise) {
        return noise.alerts() == 0
                ? "Noise: no alert on everyday work"
                : String.format(
                        Locale.ROOT,
                        "Noise: %d alerts on everyday work, %.2f per thousand events, in %s",
                        noise.alerts(),
                        noise.perThousandEvents(),
                        String.join(", ", noise.workloads()));
    }

    /** The first check that says why the rule stays silent. */
    private Optional<CheckEntry> silentCheck() {
        return checks.stream()
                .map(CheckView::entry)
                .filter(check -> check.passed()
                        && !check.expect().equals("fires")
                        && !check.result().explanation().isEmpty())
                .findFirst();
    }

    String whyHeading() {
        return silentCheck()
                .map(check -> "Why it stays silent in " + check.simulation())
                .orElse("");
    }

    String why() {
        return silentCheck()
                .map(check -> HtmlPage.cut(check.result().explanation(), MAX_WHY))
                .orElse("");
    }
}
