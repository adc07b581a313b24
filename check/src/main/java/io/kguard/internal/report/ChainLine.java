// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.report.TimeLineRows.Marks;
import io.kguard.reaction.TimedReaction;
import io.kguard.verdict.Chain;
import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.StoppedProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way from alert to action in a simulation, in the order of time.
 *
 * @param contained when the act was over, in a sentence
 * @param line the programs, alerts, actions and ends of processes that belong to it
 */
record ChainLine(String contained, TimeLine line) {
    private static final ChainLine NONE = new ChainLine("", TimeLine.NONE);
    private static final double NANOS = 1e9;

    /**
     * Something that happened.
     *
     * @param at when it began
     * @param until when it ended
     * @param order its place among what began at the same time
     */
    private record Moment(long at, long until, int order, String text, Marks marks) {}

    /** The alert of a rule on an event. */
    private record Fired(String rule, long at) {}

    boolean shown() {
        return line.shown();
    }

    static ChainLine of(Findings findings) {
        Chain chain = findings.chain();
        if (chain.reactions().isEmpty()) {
            return NONE;
        }
        List<Moment> moments = moments(findings);
        long begin = moments.get(0).at();
        long end = moments.stream().mapToLong(Moment::until).max().getAsLong();
        TimeLineRows rows = new TimeLineRows(begin, end);
        moments.forEach(moment -> rows.add(
                moment.at(),
                moment.text(),
                moment.until() > moment.at() ? rows.x(moment.at()) : "",
                rows.x(moment.until()),
                moment.marks()));
        return new ChainLine(sentence(chain), rows.line("From alert to action"));
    }

    private static List<Moment> moments(Findings findings) {
        Chain chain = findings.chain();
        Set<Fired> alerts = new HashSet<>();
        List<Moment> moments = new ArrayList<>();
        for (TimedReaction reaction : chain.reactions()) {
            Fired fired = new Fired(reaction.result().rule(), reaction.event());
            if (alerts.add(fired)) {
                alert(moments, fired, findings);
            }
            String target = reaction.result().target();
            moments.add(new Moment(
                    reaction.begun(),
                    reaction.ended(),
                    2,
                    "\u25cf " + reaction.result().actionner() + (target.isEmpty() ? "" : " on " + target) + ": "
                            + ChainView.outcome(reaction.result()),
                    Marks.start(reaction.begun())));
        }
        for (StoppedProcess end : chain.stopped()) {
            moments.add(new Moment(
                    end.ended(),
                    end.ended(),
                    3,
                    "\u25a0 killed, with all that it started: the process of " + end.rule(),
                    Marks.end(end.ended())));
        }
        return moments.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Moment::at).thenComparingInt(Moment::order))
                .toList();
    }

    private static void alert(List<Moment> moments, Fired fired, Findings findings) {
        Chain chain = findings.chain();
        String receivers = chain.sent().stream()
                .filter(sent -> sent.rule().equals(fired.rule()))
                .limit(1)
                .flatMap(sent -> sent.messages().stream())
                .map(message -> message.output().label())
                .collect(Collectors.joining(", "));
        moments.add(new Moment(
                fired.at(),
                fired.at(),
                1,
                "\u25b2 " + fired.rule() + (receivers.isEmpty() ? "" : " \u2192 " + receivers),
                Marks.alerts(List.of(fired.at()))));
        findings.alerts().stream()
                .filter(raised -> raised.rule().equals(fired.rule()) && raised.timestamp() == fired.at())
                .map(Raised::process)
                .flatMap(process -> findings.programs().stream()
                        .filter(program -> program.process() == process && program.timestamp() <= fired.at()))
                .max(Comparator.comparingLong(Program::timestamp))
                .ifPresent(program -> {
                    long until = chain.stopped().stream()
                            .filter(end -> end.rule().equals(fired.rule()) && end.fired() == fired.at())
                            .mapToLong(StoppedProcess::ended)
                            .findFirst()
                            .orElse(fired.at());
                    moments.add(new Moment(
                            program.timestamp(), until, 0, TimeLine.text(program), Marks.start(program.timestamp())));
                });
    }

    /** How long it took, and what had happened by then. */
    private static String sentence(Chain chain) {
        return chain.contained()
                .map(time -> {
                    String after = String.format(Locale.ROOT, "%.3f s", time.toNanos() / NANOS);
                    return chain.stopped().isEmpty()
                            ? "The last action was done " + after + " after the event. No signal ended the process."
                            : "Contained " + after + " after the event.";
                })
                .orElse("No action was done.");
    }
}
