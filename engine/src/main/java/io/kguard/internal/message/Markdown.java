// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in Markdown, part by part. What files and containers say can't become markup, a link or a mention. */
public final class Markdown {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]#!|<>&@~$]|:(?=//)");
    private static final Pattern TICKS = Pattern.compile("`{3,}");
    private static final int FENCE = 3;

    private final StringBuilder out = new StringBuilder();

    /** Text of others on one line, with everything escaped that has a meaning. */
    public static String escaped(String text) {
        return MARKUP.matcher(Visible.of(text)).replaceAll(match -> switch (match.group()) {
            case "@" -> "&#64;";
            case "<" -> "&lt;";
            case ">" -> "&gt;";
            case "&" -> "&amp;";
            case ":" -> "&#58;";
            default -> Matcher.quoteReplacement("\\" + match.group());
        });
    }

    /** The first of some names, escaped, and how many more there are. */
    public static String named(Collection<String> names, int most) {
        String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
        return names.stream().limit(most).map(Markdown::escaped).collect(Collectors.joining(", ")) + more;
    }

    /** Markup, as it is. */
    public Markdown raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A line of text. */
    public Markdown line(String text) {
        return raw(escaped(text)).raw("\n");
    }

    /** Lines of text. */
    public Markdown lines(List<String> texts) {
        texts.forEach(this::line);
        return this;
    }

    /** An entry of a list. */
    public Markdown item(String text) {
        return raw("- ").line(text);
    }

    /** The first entries of a list, and how many more there are. */
    public Markdown items(List<String> texts, int most) {
        texts.stream().limit(most).forEach(this::item);
        return texts.size() > most ? raw("- and " + (texts.size() - most) + " more\n") : this;
    }

    /** A row of a table; its cells are markup. */
    public Markdown row(List<String> cells) {
        return raw("| " + String.join(" | ", cells) + " |\n");
    }

    /** What is shown when a reader opens it; the heading is markup. */
    public Markdown folded(String heading) {
        return raw("\n<details><summary>" + heading + "</summary>\n\n");
    }

    /** The end of what was folded. */
    public Markdown unfolded() {
        return raw("\n</details>\n");
    }

    /** A block of text as it is. Its fence is longer than any in the text. */
    public Markdown fenced(String language, String text) {
        int longest = TICKS.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .reduce(FENCE - 1, Math::max);
        String fence = "`".repeat(longest + 1);
        raw(fence + language + "\n");
        text.lines().forEach(line -> raw(Visible.of(line.replace("\t", "    ")) + "\n"));
        return raw(fence + "\n");
    }

    /** How long it is. */
    public int length() {
        return out.length();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
