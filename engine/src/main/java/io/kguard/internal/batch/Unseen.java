// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.batch;

import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import java.util.List;

/**
 * The events that no rule could see, because none has their source. To have no alert of them says nothing.
 *
 * @param sources the sources that had events
 * @param blind those of them that no rule has
 */
public record Unseen(List<EventSource> sources, List<EventSource> blind) {
    /** What rules could see of a session's events. */
    public static Unseen of(RuleSet rules, Session session) {
        List<EventSource> sources = rules.sources().all().stream()
                .filter(source -> session.eventCount(source) > 0)
                .toList();
        return new Unseen(
                sources,
                sources.stream().filter(source -> !hasRule(rules, source)).toList());
    }

    /** Whether a rule has a source. */
    public static boolean hasRule(RuleSet rules, EventSource source) {
        return rules.rules().stream().anyMatch(rule -> rule.source().equals(source.label()));
    }

    /** Whether there were events, and no rule could see one. */
    public boolean isEverything() {
        return !sources.isEmpty() && blind.size() == sources.size();
    }

    /**
     * Why rules were not judged; empty if they were.
     *
     * @param events how many events there were
     */
    public String problem(long events) {
        if (events == 0) {
            return "it has no event, so no rule was judged";
        }
        return isEverything() ? sentence() : "";
    }

    /** Why no rule sees the events, if that {@link #isEverything}. */
    public String sentence() {
        return "no rule has the source " + blind.get(0) + ", so none sees its events";
    }
}
