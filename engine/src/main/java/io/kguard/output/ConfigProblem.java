// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import org.apiguardian.api.API;

/**
 * Something about a {@code falco.yaml} that its author should know.
 *
 * @param file the file
 * @param line the line, from 1
 * @param column the column, from 1
 * @param error whether the file can't be used; else it is used without what the message is about
 * @param message what is wrong and what to do
 */
@API(status = API.Status.INTERNAL)
public record ConfigProblem(String file, int line, int column, boolean error, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (error ? "error: " : "warning: ") + message;
    }
}
