// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.verdict.Detections;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** The process that a rule fired on was not stopped in time. */
final class ShouldHaveStopped extends BasicErrorMessageFactory {
    ShouldHaveStopped(Detections detections, String rule, Duration time, @Nullable StoppedProcess end) {
        super(
                "%s",
                unquotedString("The process that \"" + rule + "\" fired on in scenario " + detections.scenario()
                        + " must be stopped within " + time.toMillis() + " ms, but " + reason(end) + "."));
    }

    private static String reason(@Nullable StoppedProcess end) {
        if (end == null) {
            return "there is none that has ended";
        }
        return end.killed() ? "it took " + end.after().toMillis() + " ms" : "it ended by itself";
    }
}
