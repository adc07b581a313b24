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
 * @param findings the acts that were played, and on which the rule did otherwise
 * @param tried how many acts were played, or could not be
 */
record LiveDerivation(RuleDerivation derivation, List<LiveFinding> findings, int tried) {
    /** So many acts of a rule are played at most: each takes a second. */
    private static final int MOST_ACTS = 12;

    private static final int LONGEST_REASON = 200;

    LiveDerivation {
        findings = List.copyOf(findings);
    }

    /** Plays the acts of a rule. */
    static LiveDerivation of(ScenarioPlayer player, RuleSet rules, RuleDerivation written) {
        if (!(written.acts().get(0).act() instanceof Act.Script)) {
            return none(
                    written,
                    "its events are no system calls",
                    List.of(),
                    written.acts().size());
        }
        LivePlay play = new LivePlay(player, rules, written.rule());
        List<DerivedAct> acts = new ArrayList<>();
        List<RuleDerivation.Unshown> not = new ArrayList<>();
        List<LiveFinding> findings = new ArrayList<>();
        Set<String> known = new HashSet<>();
        int tried = 0;
        for (DerivedAct act : written.acts()) {
            boolean isFirst = tried == 0;
            if (!isFirst && (tried == MOST_ACTS || !isOfAPart(act))) {
                continue;
            }
            tried++;
            LivePlay.Result result = play.play(act, isFirst);
            String why = "";
            if (result instanceof LivePlay.Result.Contradicted other) {
                findings.add(other.finding());
                why = other.finding().sentence();
            } else if (result instanceof LivePlay.Result.NotPlayed other) {
                why = line(other.why());
            } else if (result instanceof LivePlay.Result.Live live && known.add(key(live.act()))) {
                acts.add(new DerivedAct(live.act(), act.fires(), act.shows(), act.message()));
                continue;
            } else {
                why = "what can be played of it is another act of this file";
            }
            if (isFirst) {
                return none(written, why, findings, tried);
            }
            not.add(new RuleDerivation.Unshown(act.shows().get(0), why));
        }
        return new LiveDerivation(
                new RuleDerivation(
                        written.rule(), acts, RuleDerivation.Outcome.SOLVED, "", written.mutants(), List.of(), not),
                findings,
                tried);
    }

    private static LiveDerivation none(RuleDerivation written, String why, List<LiveFinding> findings, int tried) {
        return new LiveDerivation(
                new RuleDerivation(
                        written.rule(),
                        List.of(),
                        RuleDerivation.Outcome.UNSOLVED,
                        why,
                        written.mutants(),
                        List.of(),
                        List.of()),
                findings,
                tried);
    }

    /** How many acts can't be played. */
    int unplayable() {
        return tried - derivation.acts().size() - findings.size();
    }

    private static String key(Act act) {
        return String.valueOf(act instanceof Act.Script script ? ProcessNames.of(script.tree()) : act);
    }

    private static boolean isOfAPart(DerivedAct act) {
        return act.shows().stream().anyMatch(mutant -> mutant.kind() == Mutant.Kind.REMOVED);
    }

    /** The line of a reason that says most: what a program wrote, or the first one that is no title. */
    private static String line(String reason) {
        String line = reason.lines()
                .map(String::strip)
                .filter(each -> each.startsWith("standard error: "))
                .map(each -> each.substring("standard error: ".length()))
                .findFirst()
                .orElseGet(() -> reason.lines()
                        .map(String::strip)
                        .filter(each -> !each.startsWith("Rule \""))
                        .findFirst()
                        .orElse(reason));
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }
}
