// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.yaml;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Visible;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Something that is wrong in a YAML file.
 *
 * @param file the file's name
 * @param line from 1
 * @param column from 1, in code points
 * @param warning whether the file can be used all the same
 * @param message what is wrong
 * @param hint what to do; may be empty
 * @param sourceLine the line it is in; may be empty
 */
public record YamlProblem(
        String file, int line, int column, boolean warning, String message, String hint, String sourceLine) {
    private static final String INDENT = "\n    ";

    /** The same without the line, which may hold a secret. */
    YamlProblem withoutSource() {
        return new YamlProblem(file, line, column, warning, message, hint, "");
    }

    /** Several problems, one below the other. */
    public static String render(Collection<YamlProblem> problems) {
        return problems.stream().map(YamlProblem::render).collect(Collectors.joining("\n"));
    }

    /** As a compiler prints it: place and message, the line with a caret below it, the hint. */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(file).append(':').append(line).append(':').append(column).append(": ");
        text.append(warning ? "warning: " : "").append(message);
        if (!sourceLine.isBlank()) {
            int indent = sourceLine.length() - sourceLine.stripLeading().length();
            StringBuilder shown = new StringBuilder();
            sourceLine.strip().codePoints().map(YamlProblem::shown).forEach(shown::appendCodePoint);
            text.append(INDENT).append(ConsoleText.unarmed(shown.toString()));
            text.append(INDENT);
            // tabs stay tabs, so that the caret is below its place whatever their width
            sourceLine
                    .codePoints()
                    .limit(column - 1L)
                    .skip(indent)
                    .map(c -> c == '\t' ? c : ' ')
                    .forEach(text::appendCodePoint);
            text.append('^');
        }
        return hint.isEmpty()
                ? text.toString()
                : text.append("\n  ").append(hint).toString();
    }

    private static int shown(int c) {
        return c != '\t' && c <= Character.MAX_VALUE && Visible.isControl((char) c) ? '\uFFFD' : c;
    }
}
