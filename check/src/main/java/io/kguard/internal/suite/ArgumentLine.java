// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of arguments: blanks separate them, quotes keep blanks together. */
public final class ArgumentLine {
    private ArgumentLine() {}

    /** The arguments; empty if quotes are not closed. */
    static Optional<List<String>> split(String line) {
        return split(line, "", "");
    }

    /**
     * The words that a shell would make of a line; empty if quotes are not closed.
     *
     * @param special signs that make it a line that only a shell can split; empty for none
     * @param specialInQuotes those that do so between double quotes
     */
    public static Optional<List<String>> split(String line, String special, String specialInQuotes) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (quote == '"' && specialInQuotes.indexOf(c) >= 0) {
                    return Optional.empty();
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else if (special.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }
}
