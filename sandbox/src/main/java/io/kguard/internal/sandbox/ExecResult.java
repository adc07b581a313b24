// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

/**
 * How a command in a container ended.
 *
 * @param exitStatus its exit status, or 128 + the signal that killed it
 * @param stdout its standard output, as UTF-8; with a terminal, all output
 * @param stderr its standard error, as UTF-8
 */
public record ExecResult(int exitStatus, String stdout, String stderr) {

    /** Whether the exit status is 0. */
    public boolean succeeded() {
        return exitStatus == 0;
    }
}
