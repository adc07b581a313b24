// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.List;

/** How the rules of one source have fared so far. */
sealed interface RuleStatistics permits Engine, AuditEngine {
    /** The number of events evaluated. */
    long eventCount();

    /** The number of events that reached a rule's condition: of its types, and not taken by an earlier rule. */
    long reached(Rule rule);

    /** The number of events that would have reached a rule, but an earlier one matched first. */
    long hidden(Rule rule);

    /** The number of events that a rule matched. */
    long matched(Rule rule);

    /**
     * The events that came closest to setting off a rule, the closest first; none if the options say that they are not
     * kept ({@link EngineOptions#explained}).
     */
    List<Explanation> closest(Rule rule);

    /** How a rule fares on the event that was evaluated last. */
    Explanation explain(Rule rule);
}
