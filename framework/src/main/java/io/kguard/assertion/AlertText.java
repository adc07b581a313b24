// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;

/** Describes an alert in a failure message. */
final class AlertText {
    private static final int MAX_MESSAGE = 300;

    private AlertText() {}

    /** One line: the rule, the event, and the alert's message. */
    static String line(Alert alert) {
        String message = alert.message();
        return alert.ruleName() + ", event " + alert.eventNumber() + ": "
                + (message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...");
    }

    /** The start of a failure message about one alert. */
    static String subject(Alert alert) {
        return "The alert of rule \"" + alert.ruleName() + "\" for event " + alert.eventNumber();
    }
}
