// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import org.assertj.core.error.BasicErrorMessageFactory;

/** An alert's message lacks a string. */
final class ShouldHaveOutputContaining extends BasicErrorMessageFactory {
    ShouldHaveOutputContaining(Alert alert, String text) {
        super(
                "%s",
                unquotedString(AlertText.subject(alert) + " does not contain this string in its output:\n    " + text
                        + "\n  The output is:\n    " + alert.message()));
    }
}
