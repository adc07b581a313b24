// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other patterns of programs that search. A rule that looks for the words of a pattern does not find them. */
final class PatternRewrites {
    private static final Set<String> GREP = Set.of("grep", "egrep");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z0-9](?=[^A-Za-z0-9]*$)");

    private PatternRewrites() {}

    static Optional<Rewritten> otherPattern(CommandLine command) {
        List<String> words = command.words();
        List<String> changed = new ArrayList<>(words);
        if (command.programName().equals("find")) {
            for (int i = 1; i < words.size(); i++) {
                if (words.get(i - 1).equals("-name")) {
                    changed.set(i, bracketed(words.get(i)));
                }
            }
        } else if (GREP.contains(command.programName())) {
            if (words.contains("-F")) {
                return Optional.empty();
            }
            boolean named = words.contains("-e");
            for (int i = 1; i < words.size(); i++) {
                if (named ? words.get(i - 1).equals("-e") : !words.get(i).startsWith("-")) {
                    changed.set(i, bracketed(words.get(i)));
                    if (!named) {
                        break;
                    }
                }
            }
        }
        return changed.equals(words) ? Optional.empty() : Optional.of(Rewritten.of(new CommandLine(changed)));
    }

    /** The last letter in brackets: {@code id_rsa*} as {@code id_rs[a]*}. A pattern that has brackets stays as it is. */
    private static String bracketed(String pattern) {
        Matcher letter = LETTER.matcher(pattern);
        return pattern.matches(".*[\\[\\]\\\\].*") || !letter.find()
                ? pattern
                : pattern.substring(0, letter.start()) + "[" + letter.group() + "]" + pattern.substring(letter.end());
    }
}
