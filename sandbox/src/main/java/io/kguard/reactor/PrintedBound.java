// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

/** What the reactions of a simulation may print together. Their results are kept until it ends. Not thread-safe. */
final class PrintedBound {
    private final long most;
    private long printed;

    PrintedBound(long most) {
        this.most = most;
    }

    /** A result, or a failure in its place if it is too much. */
    Finished within(Finished finished) {
        printed += finished.detail().length();
        return printed <= most
                ? finished
                : Finished.failed(
                        finished.target(), "all reactions together printed more than " + most + " characters");
    }
}
