// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Explainer;
import io.kguard.internal.condition.Program;
import io.kguard.internal.field.EventContext;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For each rule, the few events that came closest to matching it. They are explained at once, because the event is gone
 * later. Of events that get equally far, the one that satisfies more of the condition is closer, then the earlier one.
 */
final class ClosestEvents {
    private static final int KEPT = 3;

    private record Candidate(long progress, int similarity, Explanation explanation) {
        boolean isCloserThan(long otherProgress, int otherSimilarity) {
            return progress > otherProgress || progress == otherProgress && similarity >= otherSimilarity;
        }
    }

    private final List<CompiledRule> rules;
    private boolean isOff;
    /** The events of each rule, by its number; null for a rule that nobody asks about. */
    private final List<@Nullable List<Candidate>> kept = new ArrayList<>();

    /**
     * Creates an empty collection.
     *
     * @param names the rules whose events are kept; null for all of them
     */
    ClosestEvents(List<CompiledRule> rules, @Nullable Set<String> names) {
        this.rules = rules;
        rules.forEach(
                rule -> kept.add(names == null || names.contains(rule.rule().name()) ? new ArrayList<>() : null));
    }

    /** Says whether the events from now on are to be left out. */
    void off(boolean value) {
        isOff = value;
    }

    /** Records that the event matched none of a program's rules from an index on. */
    void missed(Program program, int from, EventContext context) {
        missed(program, from, program.size(), context);
    }

    /** Records that the event matched none of a program's rules between two indexes. */
    void missed(Program program, int from, int to, EventContext context) {
        for (int i = from; i < to; i++) {
            offer(program.condition(i), null, context);
        }
    }

    /** Records that a rule matched the event, so that the rules from an index on did not see it. */
    void hidden(Program program, int from, Rule takenBy, EventContext context) {
        for (int i = from; i < program.size(); i++) {
            offer(program.condition(i), takenBy, context);
        }
    }

    private void offer(int number, @Nullable Rule takenBy, EventContext context) {
        List<Candidate> candidates = kept.get(number);
        if (isOff || candidates == null) {
            return;
        }
        CompiledRule rule = rules.get(number);
        long progress = Explainer.progress(rule.condition(), context);
        if (candidates.size() == KEPT && candidates.get(KEPT - 1).progress() > progress) {
            return;
        }
        int similarity = Explainer.similarity(rule.condition(), context);
        int at = candidates.size();
        while (at > 0 && !candidates.get(at - 1).isCloserThan(progress, similarity)) {
            at--;
        }
        if (at == KEPT) {
            return;
        }
        candidates.add(at, new Candidate(progress, similarity, Explanations.of(rule, takenBy, context)));
        if (candidates.size() > KEPT) {
            candidates.remove(KEPT);
        }
    }

    List<Explanation> of(int number) {
        List<Candidate> candidates = kept.get(number);
        return candidates == null
                ? List.of()
                : candidates.stream().map(Candidate::explanation).toList();
    }
}
