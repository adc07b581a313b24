// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** The characters of a YAML text, and where reading stands. Columns count bytes, as Falco's parser does. */
final class YamlStream {
    /** What is read behind the end. */
    static final char END = '\4';

    private final String text;
    private int offset;
    private int bytes;
    private int line;
    private int column;
    /** What ends a line: the first break decides between {@code \n} and {@code \r}. Before it a zero byte does. */
    private char lineEnd;

    YamlStream(String text) {
        this.text = text;
    }

    boolean hasMore() {
        return offset < text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return offset + ahead < text.length() ? text.charAt(offset + ahead) : END;
    }

    char next() {
        char c = peek();
        int width = hasMore() ? width(c) : 1;
        offset = Math.min(offset + 1, text.length());
        bytes += width;
        column += width;
        if (lineEnd == 0 && isBreak(c)) {
            lineEnd = c == '\r' && peek() != '\n' ? '\r' : '\n';
        }
        if (c == lineEnd) {
            column = 0;
            line++;
        }
        return c;
    }

    private int width(char c) {
        if (c < 0x80) {
            return 1;
        } else if (c < 0x800) {
            return 2;
        } else if (Character.isHighSurrogate(c)) {
            return 4;
        } else if (Character.isLowSurrogate(c)) {
            return offset > 0 && Character.isHighSurrogate(text.charAt(offset - 1)) ? 0 : 1;
        }
        return 3;
    }

    /** How many characters come that mean nothing in any style: those of words, and some of paths and conditions. */
    int word() {
        int end = offset;
        while (end < text.length() && isOfWord(text.charAt(end))) {
            end++;
        }
        return end - offset;
    }

    private static boolean isOfWord(char c) {
        return c >= 'a' && c <= 'z' || c >= '(' && c <= '9' && c != ',' || c >= 'A' && c <= 'Z' || c == '_' || c == '%';
    }

    /** Passes over some characters of a word, and adds them to a text. */
    void nextOfWord(int count, StringBuilder target) {
        target.append(text, offset, offset + count);
        offset += count;
        bytes += count;
        column += count;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    void resetColumn() {
        column = 0;
    }

    int offset() {
        return offset;
    }

    int bytes() {
        return bytes;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isBlankOrBreak(char c) {
        return isBlank(c) || isBreak(c);
    }

    /** Whether a space, a line break or the end is some characters ahead. */
    boolean isSpaceAhead(int ahead) {
        char c = peek(ahead);
        return isBlankOrBreak(c) || c == END;
    }

    boolean isBlank() {
        return isBlank(peek());
    }

    boolean isBreak() {
        return isBreak(peek());
    }

    void skipBreak() {
        skip(peek() == '\r' && peek(1) == '\n' ? 2 : 1);
    }

    void skipComment() {
        while (hasMore() && !isBreak()) {
            next();
        }
    }

    /** Whether a line here begins or ends a document. */
    boolean isDocumentMark() {
        return isDocumentMark('-') || isDocumentMark('.');
    }

    boolean isDocumentMark(char c) {
        return peek() == c && peek(1) == c && peek(2) == c && isSpaceAhead(3);
    }
}
