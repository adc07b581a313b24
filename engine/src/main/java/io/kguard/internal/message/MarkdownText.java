// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of others in Markdown: it can't become markup, a link or a mention. */
public final class MarkdownText {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]#!|<>&@~$]|:(?=//)");

    private MarkdownText() {}

    /** The text on one line, with everything escaped that has a meaning. */
    public static String of(String text) {
        return MARKUP.matcher(Visible.of(text)).replaceAll(match -> switch (match.group()) {
            case "@" -> "&#64;";
            case "<" -> "&lt;";
            case ">" -> "&gt;";
            case "&" -> "&amp;";
            case ":" -> "&#58;";
            default -> Matcher.quoteReplacement("\\" + match.group());
        });
    }
}
