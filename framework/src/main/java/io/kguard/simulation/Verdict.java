// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import org.apiguardian.api.API;

/** What a check came to. */
@API(status = API.Status.STABLE)
public sealed interface Verdict {
    /** One word: {@code passed}, {@code failed} or {@code error}. */
    String word();

    /** Why, as people read it; empty if the check passed. Several lines, the first says what happened. */
    String reason();

    /** The expectation holds, and the events that show it are complete. */
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
     * The expectation does not hold.
     *
     * @param reason what happened instead, and what decided it
     */
    record Failed(String reason) implements Verdict {
        @Override
        public String word() {
            return "failed";
        }
    }

    /**
     * Nothing can be said: events are missing, the act did not take place, or nothing was judged.
     *
     * @param reason what stands in the way
     */
    record Errored(String reason) implements Verdict {
        @Override
        public String word() {
            return "error";
        }
    }
}
