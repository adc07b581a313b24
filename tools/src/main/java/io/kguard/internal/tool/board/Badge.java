// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.MarkupText;

/** The numbers of a rule set as a picture for a README. */
final class Badge {
    private static final int GLYPH = 7;
    private static final int GAP = 8;

    private Badge() {}

    /** The picture, as SVG without script and style. It is green only if the run passed and every rule is shown to fire and to stay silent. */
    static String of(BoardSet set, Scores scores) {
        String name = MarkupText.escape("kguard " + set.name());
        String text = MarkupText.escape(scores.text());
        int left = name.length() * GLYPH;
        int right = text.length() * GLYPH;
        int edge = left + 2 * GAP;
        int width = edge + right + 2 * GAP;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="22" viewBox="0 0 %1$d 22" role="img" aria-label="%2$s: %3$s">
                <rect width="%1$d" height="22" rx="4" fill="%4$s"/><path d="M4 0H%5$dV22H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4" fill="#333c4a"/>
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="%6$d" y="15" textLength="%7$d">%2$s</text><text x="%8$d" y="15" textLength="%9$d">%3$s</text></g>
                </svg>
                """.formatted(width, name, text, colour(set, scores), edge, GAP, left, edge + GAP, right);
    }

    private static String colour(BoardSet set, Scores scores) {
        return switch (set.results().ending().verdict()) {
            case FAILED -> "#a5241a";
            case ERROR, NOT_RUN -> "#7f4600";
            default -> scores.isWhole() ? "#146c3c" : "#2f4f7f";
        };
    }
}
