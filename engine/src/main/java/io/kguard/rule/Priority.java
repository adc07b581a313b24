// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** The severity of what a rule detects, the most severe first. The ordinal is Falco's (and syslog's) number. */
@API(status = API.Status.STABLE)
public enum Priority {
    EMERGENCY("Emergency"),
    ALERT("Alert"),
    CRITICAL("Critical"),
    ERROR("Error"),
    WARNING("Warning"),
    NOTICE("Notice"),
    INFORMATIONAL("Informational"),
    DEBUG("Debug");

    private final String label;

    Priority(String label) {
        this.label = label;
    }

    /** The name in alerts, such as {@code Informational}. */
    public String label() {
        return label;
    }

    /** Whether this priority is at least as severe as a threshold. */
    public boolean isAtLeast(Priority threshold) {
        return ordinal() <= threshold.ordinal();
    }

    /**
     * The priority with a name.
     *
     * @param text a name in any case, or {@code info}
     * @return empty if the name is unknown
     */
    public static Optional<Priority> of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (name.equals("INFO")) {
            return Optional.of(INFORMATIONAL);
        }
        for (Priority priority : values()) {
            if (priority.name().equals(name)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return label;
    }
}
