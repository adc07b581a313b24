// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the short options among a command's arguments, as getopt(3) does. It stops at {@code --} and at the first
 * argument that is not an option; long options are skipped.
 */
final class OptionParser {
    private static final char UNKNOWN = '\uffff';

    /**
     * An option that was found.
     *
     * @param letter the letter
     * @param name its name: the letter, {@code ?} if it is unknown, empty if its value is missing
     * @param value the value, or null if it has none
     */
    private record Option(
            char letter, String name, @Nullable String value) {}

    private final BitSet known = new BitSet();
    private final BitSet valued = new BitSet();

    /** A parser for a getopt string: letters, each followed by a colon if it takes a value. */
    public OptionParser(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (letter != ':') {
                known.set(letter);
                valued.set(letter, valued.get(letter) || i + 1 < letters.length() && letters.charAt(i + 1) == ':');
            }
        }
    }

    /** The names of all options, each followed by its value if it has one. */
    public List<String> all(ListValue arguments) {
        List<String> texts = new ArrayList<>();
        for (Option option : options(arguments)) {
            texts.add(option.name());
            if (option.value() != null) {
                texts.add(option.value());
            }
        }
        return texts;
    }

    /** The value of the last option with a letter, or its name if it takes no value; null if absent. */
    @Nullable
    public String last(ListValue arguments, char letter) {
        String last = null;
        for (Option option : options(arguments)) {
            if (option.letter() == letter) {
                last = option.value() == null ? option.name() : option.value();
            }
        }
        return last;
    }

    private List<Option> options(ListValue arguments) {
        List<Option> options = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String word = arguments.text(at);
            if (word.length() < 2 || word.charAt(0) != '-' || word.equals("--")) {
                break;
            }
            if (word.charAt(1) == '-') {
                continue;
            }
            for (int i = 1; i < word.length(); i++) {
                char letter = word.charAt(i);
                String name = word.substring(i, i + 1);
                if (!known.get(letter)) {
                    options.add(new Option(UNKNOWN, "?", null));
                } else if (!valued.get(letter)) {
                    options.add(new Option(letter, name, null));
                } else if (i + 1 < word.length()) {
                    options.add(new Option(letter, name, word.substring(i + 1)));
                    break;
                } else if (at + 1 < arguments.size()) {
                    options.add(new Option(letter, name, arguments.text(++at)));
                } else {
                    options.add(new Option(letter, "", null));
                }
            }
        }
        return options;
    }
}
