// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.Locale;
import java.util.Optional;

/**
 * A way to the effect of a command.
 *
 * @param evasion by what other means
 * @param name the name that a rule lets through; empty if the means needs none. Several, with blanks between them, are no part of what
 *     the way is called
 */
record Way(Evasion evasion, String name) {
    /** Its name in ids and reports: lower-case words joined by dashes. */
    public String id() {
        return hasOneName()
                ? evasion.id() + "-"
                        + name.toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9]+", "-")
                                .replaceAll("-+$", "")
                : evasion.id();
    }

    private boolean hasOneName() {
        return evasion != Evasion.PRELOADED && !name.isEmpty();
    }

    /** What is used instead, in a few words. */
    public String title() {
        return hasOneName() ? evasion.title() + ", " + name : evasion.title();
    }

    /** The command that reaches the effect this way; empty if there is none. */
    Optional<Rewritten> rewrite(CommandLine command) {
        return evasion.rewrite(command, name);
    }

    /** The call of kubectl that reaches the effect this way; empty if there is none. */
    Optional<VariedStep> rewrite(Step.Kubectl step) {
        return evasion.rewrite(step);
    }
}
