// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** How severe what a rule detects is; the most severe first. The ordinal is Falco's (and syslog's) number. */
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

    /** The name as alerts print it, such as {@code Informational}. */
    public String label() {
        return label;
    }

    /** Whether a rule of this priority is kept under a threshold: it is at least as severe. */
    public boolean isAtLeast(Priority threshold) {
        return ordinal() <= threshold.ordinal();
    }

    /**
     * The priority that a rule file or a setting names.
     *
     * @param text a name in any case, or {@code info}
     * @return empty if it names none
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
