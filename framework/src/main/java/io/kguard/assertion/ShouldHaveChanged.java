// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.verdict.Detections;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;

/** An object of the cluster did not become what it must. */
final class ShouldHaveChanged extends BasicErrorMessageFactory {
    ShouldHaveChanged(Detections detections, String object, String after) {
        super("%s", unquotedString(text(detections, object, after)));
    }

    private static String text(Detections detections, String object, String after) {
        String title = "In scenario " + detections.scenario() + " " + object + " must become: " + after;
        return detections.cluster().isEmpty()
                ? title + ", but nothing was triggered in a cluster."
                : detections.cluster().stream()
                        .map(change -> "\n    " + change)
                        .collect(Collectors.joining("", title + ", but this is the cluster:", ""));
    }
}
