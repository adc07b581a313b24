// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.internal.suite.ArgumentLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of a script that runs kubectl and needs no shell for more than its quotes.
 *
 * @param arguments what follows kubectl
 */
record KubectlLine(List<String> arguments) {
    private static final String OF_A_SHELL = "|&;<>`$(){}*?[\\~";
    private static final String EXPANDED_IN_QUOTES = "$`\\";
    private static final String CONTEXT = "--context";

    KubectlLine {
        arguments = List.copyOf(arguments);
    }

    /** The line; empty if it is something else, or only a shell can tell its words. */
    static Optional<KubectlLine> of(String line) {
        return ArgumentLine.split(line, OF_A_SHELL, EXPANDED_IN_QUOTES)
                .filter(words -> !words.isEmpty() && words.get(0).equals("kubectl"))
                .map(words -> new KubectlLine(withoutContext(words.subList(1, words.size()))));
    }

    /** The simulated cluster has one context. */
    private static List<String> withoutContext(List<String> words) {
        List<String> rest = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("--")) {
                rest.addAll(words.subList(at, words.size()));
                break;
            }
            if (word.equals(CONTEXT)) {
                at++;
            } else if (!word.startsWith(CONTEXT + "=")) {
                rest.add(word);
            }
        }
        return rest;
    }

    /** The file that kubectl reads; empty if it reads none. */
    Optional<String> file() {
        for (int at = 0; at < arguments.size() && !arguments.get(at).equals("--"); at++) {
            String word = arguments.get(at);
            if (word.equals("-f") || word.equals("--filename")) {
                return at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
            }
            if (word.startsWith("--filename=") || word.startsWith("-f=")) {
                return Optional.of(word.substring(word.indexOf('=') + 1));
            }
        }
        return Optional.empty();
    }
}
