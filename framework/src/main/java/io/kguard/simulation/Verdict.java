// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import org.apiguardian.api.API;

/** The verdict of a check. */
@API(status = API.Status.STABLE)
public sealed interface Verdict {
    /** One word: {@code passed}, {@code failed} or {@code error}. */
    String word();

    /**
     * The explanation for the user; empty if the check passed. It may have several lines. The first line says what
     * happened.
     */
    String reason();

    /** The expectation is met, and the events that show it are complete. */
    record Passed() implements Verdict {
        @Override
        public String word() {
            return "passed";
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /**
     * The expectation is not met.
     *
     * @param reason what happened instead, and why
     */
    record Failed(String reason) implements Verdict {
        @Override
        public String word() {
            return "failed";
        }
    }

    /**
     * The rule can't be judged: events are missing, the act did not take place, or nothing was evaluated.
     *
     * @param reason why not
     */
    record Errored(String reason) implements Verdict {
        @Override
        public String word() {
            return "error";
        }
    }
}
