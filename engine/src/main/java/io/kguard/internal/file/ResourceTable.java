// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A table in kguard's jar: a line for each row, and a tab between two cells. Lines that begin with # are comments. */
public final class ResourceTable {
    private ResourceTable() {}

    /**
     * The rows of a table, in their order.
     *
     * @param owner a class in whose package the table is
     * @param name the name of the table
     * @param columns how many cells a row has at most, and the last may have tabs in it; negative for any number
     */
    public static List<String[]> rows(Class<?> owner, String name, int columns) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the kguard jar is incomplete: " + name + " is missing from it");
            }
            return rows(in.readAllBytes(), columns);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + name, e);
        }
    }

    /** Tables are read at each start, before anything is compiled: few steps for each byte. */
    private static List<String[]> rows(byte[] text, int columns) {
        List<String[]> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        int begin = 0;
        boolean comment = text.length > 0 && text[0] == '#';
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (c != '\n' && (c != '\t' || cells.size() == columns - 1)) {
                continue;
            }
            if (!comment) {
                cells.add(new String(text, begin, i - begin, UTF_8));
            }
            begin = i + 1;
            if (c == '\n') {
                if (!comment) {
                    rows.add(cells.toArray(new String[0]));
                    cells.clear();
                }
                comment = begin < text.length && text[begin] == '#';
            }
        }
        if (begin < text.length) {
            throw new IllegalStateException("the last line of a table does not end");
        }
        return rows;
    }
}
