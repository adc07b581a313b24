// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import java.io.Reader;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * The characters of a YAML file, all in memory. The parser's own reader loads a thousand at a time and copies the rest
 * each time, which takes minutes for a word of several megabytes.
 */
final class YamlCharacters extends StreamReader {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final int[] codePoints;
    private int at;
    private int documentStart;
    private int line;
    private int column;

    /**
     * Reads a string.
     *
     * @throws ReaderException if YAML does not allow one of its characters
     */
    YamlCharacters(String text) {
        super(Reader.nullReader());
        codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            if (!isPrintable(codePoints[i])) {
                throw new ReaderException("file", i, codePoints[i], "special characters are not allowed");
            }
        }
    }

    @Override
    public Mark getMark() {
        return new Mark("file", at, line, column, codePoints, at);
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int end = Math.min(at + length, codePoints.length); at < end; ) {
            int c = codePoints[at++];
            if (Constant.LINEBR.has(c) || c == '\r' && at < codePoints.length && codePoints[at] != '\n') {
                line++;
                column = 0;
            } else if (c != BYTE_ORDER_MARK) {
                column++;
            }
        }
    }

    @Override
    public int peek() {
        return peek(0);
    }

    @Override
    public int peek(int index) {
        return at + index < codePoints.length ? codePoints[at + index] : '\0';
    }

    @Override
    public String prefix(int length) {
        return new String(codePoints, at, Math.min(length, codePoints.length - at));
    }

    /** Returns the next characters, none of which ends a line, and moves past them. */
    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        at += length;
        column += length;
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getDocumentIndex() {
        return at - documentStart;
    }

    @Override
    public void resetDocumentIndex() {
        documentStart = at;
    }

    @Override
    public int getIndex() {
        return at;
    }

    @Override
    public int getLine() {
        return line;
    }
}
