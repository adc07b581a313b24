// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What Falco Talon gets of an alert.
 *
 * @param alert the alert, with the output fields that arrive
 * @param tags the tags that arrive
 * @param hostname the host of Falco
 * @param text the text by which it knows an alert again
 * @param missed why it gets nothing, in a sentence; empty if it gets the alert
 */
@API(status = API.Status.INTERNAL)
public record TalonAlert(Alert alert, List<String> tags, String hostname, String text, String missed) {
    /** Falco's host is the node, if nothing else is known. */
    private static final String HOST = "kguard-node";

    /** Copies the list. */
    public TalonAlert {
        tags = List.copyOf(tags);
    }

    /** An alert that arrives as Falco has it. */
    static TalonAlert whole(Alert alert) {
        return new TalonAlert(alert, alert.tags(), HOST, alert.message(), "");
    }

    static TalonAlert missed(Alert alert, String reason) {
        return new TalonAlert(alert, alert.tags(), HOST, alert.message(), reason);
    }

    /** Whether it arrives. */
    public boolean arrives() {
        return missed.isEmpty();
    }
}
