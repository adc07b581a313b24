// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.time.LocalDate;
import org.apiguardian.api.API;

/** The verdict of a check. */
@API(status = API.Status.INTERNAL)
public sealed interface Verdict {
    /** In a word or two: {@code passed}, {@code failed}, {@code error}, {@code known} or {@code not run}. */
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
     * The expectation is not met, and the project accepts that for some time. It is never the verdict of a single test.
     *
     * @param failure what happened instead, and why
     * @param accepted why it is accepted
     * @param expires the last day on which it is
     */
    record Known(String failure, String accepted, LocalDate expires) implements Verdict {
        @Override
        public String word() {
            return "known";
        }

        @Override
        public String reason() {
            return failure + "\n  This failure is known until " + expires + ": " + accepted;
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

    /**
     * The check was chosen and not made: this machine lacks something that it needs. Nothing is known of the rule.
     *
     * @param reason what is missing, and what to do
     */
    record NotRun(String reason) implements Verdict {
        @Override
        public String word() {
            return "not run";
        }
    }
}
