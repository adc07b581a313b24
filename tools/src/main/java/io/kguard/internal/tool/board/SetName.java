// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.file.FileName;

/**
 * The name of a rule set on the board.
 *
 * @param text the name
 */
public record SetName(String text) {
    /** @throws IllegalArgumentException if it is no name */
    public SetName {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no name for a rule set: it begins with a letter or digit, and has up to 40 letters, digits,"
                    + " spaces, dots and dashes");
        }
    }

    /** The name in names of files. */
    String id() {
        return FileName.of(text);
    }

    /** The file with its evidence. */
    String page() {
        return "set-" + id() + ".html";
    }

    /** The file with its badge. */
    String badge() {
        return "badge-" + id() + ".svg";
    }

    @Override
    public String toString() {
        return text;
    }
}
