// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.internal.condition.Clause;
import io.kguard.internal.condition.Clause.Outcome;
import io.kguard.internal.message.Visible;
import io.kguard.internal.tool.mutant.Mutant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a rule does otherwise on an act that is played than on the same act as it is written.
 *
 * @param act the act
 * @param why what makes the difference: the clause with both values, or another rule
 */
record LiveFinding(DerivedAct act, String why) {
    private static final int LONGEST = 120;

    private static final Pattern ARGUMENT = Pattern.compile("\\bevt\\.(?:raw)?arg[.\\[](\\w+)");

    /**
     * What a play has of itself: the users of its image, which end of a connection is near, times and numbers. That it differs
     * says nothing of the rule.
     */
    private static final Pattern OF_THE_PLAY =
            Pattern.compile("\\b(?:user|group)\\.|\\bevt\\.(?:raw)?arg[.\\[][rse]?[ug]id\\b"
                    + "|\\bfd\\.(?:[scl]?(?:port|ip|net|proto)\\b|is_server|num|ino|dev)"
                    + "|\\bproc\\.(?:duration|ppid\\.duration|v?pid|p?pid|v?pgid|sid|a?pid|is_v?[ps]g?id_leader)\\b|\\bthread\\.(?:v?tid|cpu)"
                    + "|\\bevt\\.(?:num|time|rawtime|latency|delta|cpu|datetime)");

    /** A clause that is true of one event and false of another. */
    private record Difference(Clause written, Clause live) {
        /** Whether a play decides the clause, because the act says nothing of it or a play can't do what it says. */
        boolean isOfThePlay(DerivedAct act) {
            Matcher argument = ARGUMENT.matcher(live.text());
            return live.children().isEmpty()
                    && (written.actual() == null
                            || OF_THE_PLAY.matcher(live.text()).find()
                            || argument.find()
                                    && !act.act().toString().matches("(?s).*\\b" + argument.group(1) + "=.*"));
        }

        /** Whether the act has the name of an image that the runtimes of pods make longer. */
        boolean isOfShortName() {
            return live.text().contains("container.image.repository")
                    && written.actual() != null
                    && ReportedImages.of(written.actual()).equals(live.actual());
        }

        String sentence() {
            boolean holds = live.outcome() == Outcome.YES;
            return cut(live.text()) + " is " + (holds ? "true" : "false")
                    + (!live.children().isEmpty()
                            ? ", unlike in the written act"
                            : ", because " + (isOfShortName() ? "in a pod the repository" : "the value") + " is "
                                    + value(live) + ", not " + value(written) + " as written");
        }

        private static String value(Clause clause) {
            String actual = clause.actual();
            return actual == null ? "no value" : cut(actual);
        }
    }

    /**
     * Compares what a rule did on both.
     *
     * @param written the rule's outcome on the act as it is written
     * @param live its outcome on the act as it was played. It is the other one
     */
    static LivePlay.Result compare(DerivedAct act, RuleOutcome written, RuleOutcome live) {
        Explanation event = shown(live).orElse(null);
        if (event == null) {
            return act.fires()
                    ? new LivePlay.Result.NotPlayed(
                            "what prepares the play fires the rule, or nothing comes close to it")
                    : found(act, "what fires it is not known");
        }
        if (isTaken(live)) {
            String taker = event.takenBy().orElseThrow().name();
            return found(act, "the rule \"" + taker + "\" takes the event first (" + event.event() + ")");
        }
        Difference difference = shown(written)
                .map(same -> difference(same.clauses(), event.clauses()))
                .orElse(null);
        boolean isFurther = act.fires() && !act.shows().isEmpty();
        if (difference != null && (difference.isOfThePlay(act) || isFurther && difference.isOfShortName())) {
            return new LivePlay.Result.NotPlayed("a play can't have the written value: " + difference.sentence());
        }
        return found(
                act,
                (difference == null ? "the written act has no such event" : difference.sentence()) + " ("
                        + event.event() + ")");
    }

    private static LivePlay.Result found(DerivedAct act, String why) {
        return new LivePlay.Result.Contradicted(new LiveFinding(act, why));
    }

    /** Whether an earlier rule took the event that would have fired a rule. */
    static boolean isTaken(RuleOutcome live) {
        return live.eventsMatched() == 0
                && shown(live).flatMap(Explanation::takenBy).isPresent();
    }

    /** The event that fired the rule, or the one that came closest. */
    private static Optional<Explanation> shown(RuleOutcome outcome) {
        return outcome.firstMatch().or(() -> outcome.closest().stream().findFirst());
    }

    /** The smallest part that makes the difference; null if there is none. */
    private static @Nullable Difference difference(List<Clause> written, List<Clause> live) {
        for (int i = 0; i < Math.min(written.size(), live.size()); i++) {
            Clause one = written.get(i);
            Clause other = live.get(i);
            if (isDecided(one) && isDecided(other) && one.outcome() != other.outcome()) {
                Difference inside = difference(one.children(), other.children());
                return inside == null ? new Difference(one, other) : inside;
            }
        }
        return null;
    }

    private static boolean isDecided(Clause clause) {
        return clause.outcome() != Outcome.UNDECIDED;
    }

    private static String cut(String text) {
        String line = Visible.of(text);
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    /** What the rule does wrong, for the console. */
    String sentence() {
        if (act.fires()) {
            return "it does not fire when its act is played: " + why;
        }
        return "it fires when a near miss is played (" + change() + "): " + why;
    }

    private String change() {
        return act.shows().stream().findFirst().map(Mutant::description).orElse("");
    }
}
