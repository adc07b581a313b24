package io.kguard.assertion;

import io.kguard.engine.Alert;
import org.assertj.core.error.BasicErrorMessageFactory;

/** An alert's message lacks a text. */
final class ShouldHaveOutputContaining extends BasicErrorMessageFactory {
    ShouldHaveOutputContaining(Alert alert, String text) {
        super(
                "%s",
                unquotedString(AlertText.subject(alert) + " has an output without this text:\n    " + text
                        + "\n  It is:\n    " + alert.message()));
    }
}
