// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A table in kguard's jar: a line for each row, and a tab between two cells. Lines that begin with # are comments. */
public final class ResourceTable {
    private ResourceTable() {}

    /**
     * The rows of a table, in their order.
     *
     * @param owner a class in whose package the table is
     * @param name the name of the table
     * @param columns how many cells a row has; the last may have tabs in it
     */
    public static List<String[]> rows(Class<?> owner, String name, int columns) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the kguard jar is incomplete: " + name + " is missing from it");
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + name, e);
        }
    }
}
