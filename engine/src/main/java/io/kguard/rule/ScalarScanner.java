// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Arrays;

/** Reads one text: plain, in quotes, or a block below {@code |} or {@code >}. It notes where each character is written. */
final class ScalarScanner {
    enum Style {
        PLAIN,
        PLAIN_IN_FLOW,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        LITERAL,
        FOLDED;

        boolean isPlain() {
            return this == PLAIN || this == PLAIN_IN_FLOW;
        }

        boolean isQuoted() {
            return this == SINGLE_QUOTED || this == DOUBLE_QUOTED;
        }

        boolean isBlock() {
            return this == LITERAL || this == FOLDED;
        }

        /** What begins an escape. A zero byte does so where there are none. */
        private char escape() {
            return switch (this) {
                case SINGLE_QUOTED -> '\'';
                case DOUBLE_QUOTED -> '\\';
                default -> '\0';
            };
        }
    }

    /** What happens to the line breaks at the end of a block. */
    enum Chomping {
        STRIP,
        CLIP,
        KEEP
    }

    private static final int NONE = -1;

    private final YamlStream in;
    private final Style style;
    private final Chomping chomping;
    private final StringBuilder value = new StringBuilder();
    private int[] origins = new int[16];
    private int indent;
    private final boolean findsIndent;
    /** The length of the value after the last escape; what is before it is never trimmed. */
    private int escaped = NONE;

    private boolean sawText;
    private boolean behindFirstBreak;
    private boolean lineIsEmpty;
    private boolean lineIsDeeper;
    private int foldedBreaks;
    private boolean foldsBehindDeeper;
    private boolean breakIsEscaped;
    private boolean endedByIndent;

    /**
     * A reader of a text.
     *
     * @param indent the least indentation of its lines
     * @param findsIndent whether the first line that is not empty tells the indentation
     */
    ScalarScanner(YamlStream in, Style style, Chomping chomping, int indent, boolean findsIndent) {
        this.in = in;
        this.style = style;
        this.chomping = chomping;
        this.indent = indent;
        this.findsIndent = findsIndent;
        this.behindFirstBreak = !style.isBlock();
    }

    /** Whether a line that is indented less ended the text. */
    boolean endedByIndent() {
        return endedByIndent;
    }

    /** Reads the text that begins at an offset, from behind its opening quote or its first line. */
    YamlContent.Text scan(int start) {
        while (in.hasMore() && scanLine()) {}
        int end = in.offset();
        trim();
        if (!style.isQuoted() && !value.isEmpty()) {
            end = Math.max(start, origins[value.length() - 1] + 1);
        }
        int first = value.isEmpty() ? 0 : isContiguous() ? 1 : value.length();
        return new YamlContent.Text(start, value.toString(), Arrays.copyOf(origins, first), end);
    }

    private boolean isContiguous() {
        for (int i = 1; i < value.length(); i++) {
            if (origins[i] != origins[0] + i) {
                return false;
            }
        }
        return true;
    }

    /** Reads the rest of a line, its break, and what indents the next one. Returns false at the end of the text. */
    private boolean scanLine() {
        int solid = scanCharacters();
        if (!in.hasMore()) {
            if (style.isQuoted()) {
                throw new YamlException(in.offset(), "illegal EOF in scalar");
            }
            return false;
        } else if (style.isPlain() && in.column() == 0 && in.isDocumentMark()) {
            return false;
        } else if (isEnd()) {
            in.skip(style.isQuoted() ? 1 : 0);
            return false;
        }
        if (!style.isBlock()) {
            value.setLength(solid);
        }
        int lineBreak = in.offset();
        in.skipBreak();
        skipIndent();
        fold(lineBreak);
        endedByIndent = !lineIsEmpty && in.column() < indent;
        return !endedByIndent;
    }

    /** Reads up to the end of the line or of the text. Returns how long the value is without the spaces at its end. */
    private int scanCharacters() {
        int solid = value.length();
        breakIsEscaped = false;
        while (in.hasMore()) {
            int word = in.column() == 0 ? 0 : in.word();
            if (word > 0) {
                addWord(word);
                solid = value.length();
            }
            if (!in.hasMore() || isEnd() || in.isBreak()) {
                break;
            }
            if (in.column() == 0 && !style.isBlock() && in.isDocumentMark()) {
                if (style.isQuoted()) {
                    throw new YamlException(in.offset(), "illegal document indicator in scalar");
                }
                break;
            }
            sawText = true;
            behindFirstBreak = true;
            if (style == Style.DOUBLE_QUOTED && in.peek() == '\\' && YamlStream.isBreak(in.peek(1))) {
                in.next();
                solid = value.length();
                escaped = solid;
                breakIsEscaped = true;
                break;
            }
            int origin = in.offset();
            if (in.peek() == style.escape()) {
                add(YamlEscapes.read(in), origin);
                solid = value.length();
                escaped = solid;
                continue;
            }
            char c = in.next();
            add(c, origin);
            if (!YamlStream.isBlank(c)) {
                solid = value.length();
            }
        }
        return solid;
    }

    private void skipIndent() {
        while (in.peek() == ' ' && (in.column() < indent || findsIndent && !sawText) && !isEnd()) {
            in.next();
        }
        if (findsIndent && !sawText) {
            indent = Math.max(indent, in.column());
        }
        while (in.isBlank()) {
            if (in.peek() == '\t' && in.column() < indent && !style.isQuoted()) {
                throw new YamlException(in.offset(), "illegal tab when looking for indentation");
            }
            if (style.isBlock() || isEnd()) {
                break;
            }
            in.next();
        }
    }

    /** Adds what the break between two lines stands for. */
    private void fold(int lineBreak) {
        boolean nextIsEmpty = in.isBreak();
        boolean nextIsDeeper = in.isBlank();
        if (style == Style.FOLDED && foldedBreaks == 0 && nextIsEmpty) {
            foldsBehindDeeper = lineIsDeeper;
        }
        if (behindFirstBreak) {
            if (style == Style.LITERAL) {
                add('\n', lineBreak);
            } else if (style == Style.FOLDED) {
                foldBlock(lineBreak, nextIsEmpty, nextIsDeeper);
            } else if (nextIsEmpty) {
                add('\n', lineBreak);
            } else if (!lineIsEmpty && !breakIsEscaped) {
                add(' ', lineBreak);
            }
        }
        lineIsEmpty = nextIsEmpty;
        lineIsDeeper = nextIsDeeper;
        behindFirstBreak = true;
    }

    private void foldBlock(int lineBreak, boolean nextIsEmpty, boolean nextIsDeeper) {
        if (!lineIsEmpty && !nextIsEmpty && !lineIsDeeper && !nextIsDeeper && in.column() >= indent) {
            add(' ', lineBreak);
        } else if (nextIsEmpty) {
            foldedBreaks++;
        } else {
            add('\n', lineBreak);
        }
        if (!nextIsEmpty && foldedBreaks > 0) {
            int breaks = foldedBreaks - 1 + (foldsBehindDeeper || nextIsDeeper || !sawText ? 1 : 0);
            for (int i = 0; i < breaks; i++) {
                add('\n', lineBreak);
            }
            foldedBreaks = 0;
        }
    }

    private void trim() {
        if (style.isPlain()) {
            int last = lastThatIsNot(" \t");
            if (last != NONE && last < value.length()) {
                value.setLength(last + 1);
            }
        }
        int last = chomping == Chomping.KEEP ? NONE : lastThatIsNot("\n");
        if (chomping == Chomping.KEEP) {
            return;
        } else if (last == NONE) {
            value.setLength(0);
        } else if (chomping == Chomping.STRIP && last < value.length()) {
            value.setLength(last + 1);
        } else if (chomping == Chomping.CLIP && last + 1 < value.length()) {
            value.setLength(last + 2);
        }
    }

    /** The index of the last character that is none of some, but not before that behind the last escape. */
    private int lastThatIsNot(String some) {
        int last = value.length() - 1;
        while (last >= 0 && some.indexOf(value.charAt(last)) >= 0) {
            last--;
        }
        return Math.max(last, escaped);
    }

    private boolean isEnd() {
        char c = in.peek();
        return switch (style) {
            case LITERAL, FOLDED -> c == YamlStream.END;
            case SINGLE_QUOTED -> c == '\'' && in.peek(1) != '\'';
            case DOUBLE_QUOTED -> c == '"';
            case PLAIN -> c == ':' && in.isSpaceAhead(1) || isComment(c);
            case PLAIN_IN_FLOW ->
                c == ':' && (in.isSpaceAhead(1) || ",]}".indexOf(in.peek(1)) >= 0)
                        || ",?[]{}".indexOf(c) >= 0
                        || isComment(c);
        };
    }

    private boolean isComment(char c) {
        return YamlStream.isBlankOrBreak(c) && in.peek(c == '\r' && in.peek(1) == '\n' ? 2 : 1) == '#';
    }

    private void add(String characters, int origin) {
        for (int i = 0; i < characters.length(); i++) {
            add(characters.charAt(i), origin);
        }
    }

    private void addWord(int length) {
        sawText = true;
        behindFirstBreak = true;
        int first = value.length();
        makeRoom(first + length);
        for (int i = 0; i < length; i++) {
            origins[first + i] = in.offset() + i;
        }
        in.nextOfWord(length, value);
    }

    private void makeRoom(int length) {
        if (length > origins.length) {
            origins = Arrays.copyOf(origins, Math.max(length, origins.length * 2));
        }
    }

    private void add(char c, int origin) {
        makeRoom(value.length() + 1);
        origins[value.length()] = origin;
        value.append(c);
    }
}
