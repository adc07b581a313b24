// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.RuleSet;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.verdict.ScenarioPlayer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The acts of a rule that real processes play: the first one, and those for parts of the condition that are left out. Acts for
 * single items of lists are many alike, and written events are enough for them.
 *
 * @param derivation what is played. The changes whose acts can't be played are not solved in it, with the reason
 * @param tried how many acts were played, or could not be
 */
record LiveDerivation(RuleDerivation derivation, int tried) {
    /** So many acts of a rule are played at most: each takes a second. */
    private static final int MOST_ACTS = 12;

    private static final int LONGEST_REASON = 200;

    /** Plays the acts of a rule. */
    static LiveDerivation of(ScenarioPlayer player, RuleSet rules, RuleDerivation written) {
        LivePlay play = new LivePlay(player, rules, written.rule());
        List<DerivedAct> acts = new ArrayList<>();
        List<RuleDerivation.Unshown> not = new ArrayList<>();
        String why = "";
        Set<String> known = new HashSet<>();
        int tried = 0;
        for (DerivedAct act : written.acts()) {
            boolean isFirst = tried == 0;
            if (!isFirst && (tried == MOST_ACTS || !isOfAPart(act))) {
                continue;
            }
            tried++;
            LivePlay.Result result = play.play(act, isFirst);
            boolean isOther = known.add(String.valueOf(
                    result.act() instanceof Act.Script script ? ProcessNames.of(script.tree()) : result.act()));
            if (result.isLive() && isOther) {
                acts.add(new DerivedAct(result.act(), act.fires(), act.shows()));
                continue;
            }
            String reason =
                    isOther ? firstLine(result.whyNot()) : "what can be played of it is another act of this file";
            if (isFirst) {
                why = reason;
                break;
            }
            not.add(new RuleDerivation.Unshown(act.shows().get(0), reason));
        }
        RuleDerivation.Outcome outcome =
                acts.isEmpty() ? RuleDerivation.Outcome.UNSOLVED : RuleDerivation.Outcome.SOLVED;
        return new LiveDerivation(
                new RuleDerivation(written.rule(), acts, outcome, why, written.mutants(), List.of(), not), tried);
    }

    private static boolean isOfAPart(DerivedAct act) {
        return act.shows().stream().anyMatch(mutant -> mutant.kind() == Mutant.Kind.REMOVED);
    }

    /** The line of a reason that says most: what a program wrote, or the first one. */
    private static String firstLine(String reason) {
        String line = reason.lines()
                .map(String::strip)
                .filter(each -> each.startsWith("standard error: "))
                .map(each -> each.substring("standard error: ".length()))
                .findFirst()
                .orElseGet(() -> reason.lines().findFirst().orElse(reason));
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }
}
