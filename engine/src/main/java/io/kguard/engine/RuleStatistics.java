// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;

/** Event counts of the rules of one source. A rule is told by its index in the set of rules. */
sealed interface RuleStatistics permits Engine, SourceEngine {
    /** The number of events evaluated. */
    long eventCount();

    /**
     * The events that a rule's condition was evaluated on, those of its types that no earlier rule matched, and those that
     * it matched.
     */
    RuleCounts counts(int rule, EventCause cause);

    /** The number of events that a rule did not see because an earlier rule matched them first. */
    long hidden(int rule);

    /**
     * The events that came closest to matching a rule, the closest first; empty if {@link EngineOptions#explained} is
     * false.
     */
    List<Explanation> closest(int rule);

    /** Says what the events from now on are due to. */
    void cause(EventCause cause);

    /** What was measured of a rule; empty if nothing was to be measured. */
    Optional<Measured> measured(int rule);

    /** Explains how a rule's condition evaluated on the last event. */
    Explanation explain(Rule rule);
}
