// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Where kguard deliberately differs from Falco's library. {@code deviations.tsv} gives the reason for each field. */
final class Deviations {
    private Deviations() {}

    /**
     * The fields that generated filters or formats leave out.
     *
     * @param where {@code filters} or {@code formats}
     */
    static Set<String> fields(String where) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Deviations.class.getResourceAsStream("deviations.tsv"))) {
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .filter(columns -> columns[1].equals(where) || columns[1].equals("both"))
                    .map(columns -> columns[0])
                    .collect(Collectors.toSet());
        }
    }
}
