// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of ports. Falco asks the machine it runs on. kguard has a table, so that a rule means the same everywhere. */
final class Services {
    private static final Map<String, Integer> PORTS = load();

    private Services() {}

    /** The port of a service, or null if it is not in the table. */
    static @Nullable Integer port(String service) {
        return PORTS.get(service);
    }

    private static Map<String, Integer> load() {
        Map<String, Integer> ports = new HashMap<>();
        try (InputStream in = Services.class.getResourceAsStream("services.tsv")) {
            if (in == null) {
                throw new IllegalStateException("services.tsv is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#"))
                    .forEach(line -> {
                        String[] columns = line.split("\t", -1);
                        for (String name : columns[1].split(" ", -1)) {
                            ports.put(name, Integer.valueOf(columns[0]));
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(ports);
    }
}
