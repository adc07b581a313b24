// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.diagnostic.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of the macros and lists of Falco's public rule files, on which files of users build. */
public final class StockNames {
    private static final String FILE = "stock-names.tsv";
    private static final Map<String, String> MACROS = read("macro");
    private static final Map<String, String> LISTS = read("list");

    private StockNames() {}

    /** What to do about a name that rules lack and a file of Falco's has; empty if none has it. */
    public static Optional<String> hint(Location.Kind kind, String name) {
        boolean macro = kind == Location.Kind.MACRO;
        return Optional.ofNullable((macro ? MACROS : LISTS).get(name))
                .map(file ->
                        "'" + name + "' is a " + (macro ? "macro" : "list") + " of " + file + ": load that file first");
    }

    private static Map<String, String> read(String kind) {
        try (InputStream in = StockNames.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("kguard's jar does not have " + FILE);
            }
            Map<String, String> names = new HashMap<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .filter(parts -> parts[1].equals(kind))
                    .forEach(parts -> names.put(parts[0], parts[2]));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
