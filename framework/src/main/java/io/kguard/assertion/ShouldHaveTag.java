// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import org.assertj.core.error.BasicErrorMessageFactory;

/** A rule lacks a tag. */
final class ShouldHaveTag extends BasicErrorMessageFactory {
    ShouldHaveTag(Alert alert, String tag) {
        super(
                "%s",
                unquotedString(AlertText.subject(alert) + " has no tag " + tag + ".\n    its tags: "
                        + (alert.tags().isEmpty() ? "none" : String.join(", ", alert.tags()))));
    }
}
