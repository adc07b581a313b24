// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.option.Settings;
import java.io.IOException;

/** A goal at work. It reads all of its settings before it does anything, so that wrong ones have no effect. */
interface GoalAct {
    /**
     * Reads the settings.
     *
     * @return what remains to be done
     * @throws IllegalArgumentException if they are invalid
     */
    Task prepare(Settings settings, Workplace place) throws IOException;

    /** What remains to be done. */
    interface Task {
        Ending run() throws IOException, InterruptedException;
    }
}
