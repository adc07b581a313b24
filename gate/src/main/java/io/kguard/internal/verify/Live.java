// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import java.util.Locale;

/** Which checks are made: those that are played live, which need a machine for that, or the others. */
enum Live {
    /** All checks. */
    ON,
    /** Those that are not played. */
    OFF,
    /** Those that are played, alone. */
    ONLY;

    private static final String NAME = "live";

    /**
     * The value that a user gives.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    static Live of(String word) {
        return switch (word) {
            case "on", "true" -> ON; // YAML and Maven read "on" and "off" as they like
            case "off", "false" -> OFF;
            case "only" -> ONLY;
            default ->
                throw new IllegalArgumentException(
                        Wording.option(NAME) + " is \"" + word + "\"; it can be on, off or only");
        };
    }

    /** Whether a check is made. */
    boolean takes(boolean played) {
        return this == ON || played == (this == ONLY);
    }

    /** Whether the run makes some of the checks, and another run the rest. */
    boolean isHalf() {
        return this != ON;
    }

    /** What leaves checks out, as a user gives it. */
    String why() {
        return Wording.option(NAME) + "=" + this;
    }

    /** How many checks are left out, for the last line of a run; empty if none is. */
    String leftOut(long checks) {
        return checks == 0
                ? ""
                : checks + (this == OFF ? " live " : " other ") + (checks == 1 ? "check" : "checks")
                        + " left out by choice (" + why() + ")";
    }

    /** As a user gives it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
