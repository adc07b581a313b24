// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the ATT&amp;CK techniques that scenarios of the catalogue use. */
final class Techniques {
    private static final String FILE = "techniques.tsv";
    private static final Map<String, String> NAMES = read();

    private Techniques() {}

    /** The techniques whose names are known. */
    static Set<String> known() {
        return NAMES.keySet();
    }

    /** The name of a technique; empty if it is not known. */
    static String name(String technique) {
        return NAMES.getOrDefault(technique, "");
    }

    /** Techniques with their names, as far as those are known. */
    static String named(List<String> techniques) {
        return techniques.stream()
                .map(technique -> (technique + " " + name(technique)).strip())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> read() {
        try (InputStream in = Techniques.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("kguard's jar does not have " + FILE);
            }
            Map<String, String> names = new HashMap<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .forEach(parts -> names.put(parts[0], parts[1]));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
