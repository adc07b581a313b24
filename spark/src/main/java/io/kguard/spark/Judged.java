// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.internal.batch.BatchSummary.CaptureOutcome;
import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleDifference;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the evaluation of rules on captures gives. */
sealed interface Judged extends Serializable {
    /**
     * An alert.
     *
     * @param capture the name of the capture
     * @param rules of which set of rules it is
     * @param rule the rule that raised it
     * @param event the number of the event in the capture
     * @param timestamp when the event happened, in nanoseconds since the epoch
     * @param output what it says
     */
    record OfEvent(String capture, Side rules, RaisedBy rule, long event, long timestamp, Output output)
            implements Judged {}

    /**
     * The rule of an alert.
     *
     * @param name its name
     * @param priority its priority
     * @param source the source of its events
     * @param tags its tags
     */
    record RaisedBy(String name, String priority, String source, List<String> tags) implements Serializable {}

    /**
     * What an alert says.
     *
     * @param message the rule's output with the values of its fields
     * @param fields the fields of the output, as texts
     * @param line Falco's JSON line
     */
    record Output(String message, Map<String, @Nullable String> fields, String line) implements Serializable {}

    /**
     * The outcome of a file.
     *
     * @param outcome its events, its alerts, and why some may be missing; with two sets of rules those of the new one
     * @param alerts the number of its alerts, with two sets of rules those of both
     * @param differences the rules whose alerts differ
     * @param replacedAlerts the alerts that another rule raises
     * @param notes what else there is to say
     */
    record OfFile(
            CaptureOutcome outcome,
            long alerts,
            List<RuleDifference> differences,
            List<ReplacedAlerts> replacedAlerts,
            List<String> notes)
            implements Judged {
        /** A file that was not read at all. */
        static OfFile unread(String name, String why) {
            return new OfFile(new CaptureOutcome(name, 0, 0, Map.of(), why), 0, List.of(), List.of(), List.of());
        }
    }

    /** A set of rules. */
    enum Side {
        /** Those of {@code --rules}. */
        RULES,
        /** Those of {@code --against}. */
        AGAINST
    }
}
