// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.simulation.Detections;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;

/** No alert triggered the action. */
final class ShouldHaveReacted extends BasicErrorMessageFactory {
    ShouldHaveReacted(Detections detections, String actionner, String target) {
        super("%s", unquotedString(text(detections, actionner, target)));
    }

    private static String text(Detections detections, String actionner, String target) {
        String title =
                "The alerts of scenario " + detections.scenario() + " must set off " + actionner + " on " + target;
        if (detections.reactions().isEmpty()) {
            return title + ", but they set off nothing.";
        }
        return detections.reactions().stream()
                .map(reaction -> "\n    " + reaction)
                .collect(Collectors.joining("", title + ", but they set off this:", ""));
    }
}
