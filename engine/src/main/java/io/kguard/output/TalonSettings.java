// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;
import java.time.Duration;

/**
 * What values of Falco's chart say of Falco Talon.
 *
 * @param absent why Falcosidekick sends it nothing, in a sentence; empty if it does
 * @param minimum the lowest priority that Falcosidekick sends it
 * @param place where the minimum is written, as {@code values.yaml:12:24}; empty if it is not
 * @param window how long it drops an alert whose text it has just seen
 * @param assumption what is taken for granted, in a sentence; empty if nothing is
 */
record TalonSettings(String absent, Priority minimum, String place, Duration window, String assumption) {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    /** Their own settings, where none are given. */
    static final TalonSettings DEFAULTS = new TalonSettings("", Priority.DEBUG, "", WINDOW, "");

    TalonSettings withWindow(Duration value) {
        return new TalonSettings(absent, minimum, place, value, assumption);
    }
}
