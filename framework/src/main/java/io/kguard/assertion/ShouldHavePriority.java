// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.rule.Priority;
import org.assertj.core.error.BasicErrorMessageFactory;

/** An alert has another priority. */
final class ShouldHavePriority extends BasicErrorMessageFactory {
    ShouldHavePriority(Alert alert, Priority expected) {
        super(
                "%s",
                unquotedString(AlertText.subject(alert) + " has another priority.\n    expected: " + expected.label()
                        + "\n    actual:   " + alert.priority().label()));
    }
}
