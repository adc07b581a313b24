// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import org.apiguardian.api.API;

/**
 * A position in a rule file.
 *
 * @param file the file's name as it was passed to the loader
 * @param line the line, from 1
 * @param column the column in characters, from 1
 * @param offset the number of characters before it in the file
 */
@API(status = API.Status.EXPERIMENTAL)
public record Position(String file, int line, int column, int offset) {
    public Position {
        if (line < 1 || column < 1 || offset < 0) {
            throw new IllegalArgumentException("no place in a file: " + file + ":" + line + ":" + column);
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
