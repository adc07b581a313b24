// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import org.jspecify.annotations.Nullable;

/**
 * How a goal ended.
 *
 * @param kind in short
 * @param message what is wrong; empty if nothing is
 * @param total the last line that was printed, for who does not see it; may be empty
 * @param cause what was thrown; null if nothing was
 */
public record Ending(
        Kind kind, String message, String total, @Nullable Exception cause) {
    /** It did what it should, and found nothing wrong. */
    public static final Ending PASSED = new Ending(Kind.PASSED, "", "", null);

    /** How a goal ended, in short. */
    public enum Kind {
        /** It found nothing wrong. */
        PASSED(0),
        /** It found something wrong. */
        FAILED(1),
        /** It could not find out. */
        NOT_JUDGED(2),
        /** It was called wrongly. */
        WRONG_USE(64);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The exit status of the command. */
        public int status() {
            return status;
        }

        /** How much it weighs beside others: to try again mends what could not be judged, and not what failed. */
        int weight() {
            return switch (this) {
                case PASSED -> 0;
                case NOT_JUDGED -> 1;
                case FAILED -> 2;
                case WRONG_USE -> 3;
            };
        }
    }

    /** How it ended, if what was thrown says no more. */
    public Ending(Kind kind, String message, @Nullable Exception cause) {
        this(kind, message, "", cause);
    }

    /** What is wrong, with the total. */
    public String sentence() {
        return total.isEmpty() ? message : message + ": " + total;
    }

    static Ending failed(String message) {
        return new Ending(Kind.FAILED, message, null);
    }

    static Ending notJudged(String message) {
        return new Ending(Kind.NOT_JUDGED, message, null);
    }

    /** The same, after a line with the total. */
    Ending after(String line) {
        return new Ending(kind, message, line, cause);
    }

    static Ending of(Kind kind, Exception cause) {
        return new Ending(kind, String.valueOf(cause.getMessage()), cause);
    }
}
