// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.verdict.Detections;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;

/** No alert triggered the action, or one triggered any although none should. */
final class ShouldHaveReacted extends BasicErrorMessageFactory {
    ShouldHaveReacted(Detections detections, String actionner, String target) {
        super("%s", unquotedString(text(detections, actionner, target)));
    }

    ShouldHaveReacted(Detections detections) {
        super(
                "%s",
                unquotedString(listed(
                        detections, "The alerts of scenario " + detections.scenario() + " must trigger nothing")));
    }

    private static String text(Detections detections, String actionner, String target) {
        String title =
                "The alerts of scenario " + detections.scenario() + " must trigger " + actionner + " on " + target;
        if (detections.reactions().isEmpty()) {
            return title + ", but they triggered nothing.";
        }
        return listed(detections, title);
    }

    private static String listed(Detections detections, String title) {
        return detections.reactions().stream()
                .map(reaction -> "\n    " + reaction)
                .collect(Collectors.joining("", title + ", but they triggered this:", ""));
    }
}
