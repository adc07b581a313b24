// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.file.ResourceTable;
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
        for (String[] row : ResourceTable.rows(Services.class, "services.tsv", -1)) {
            for (String name : row[1].split(" ", -1)) {
                ports.put(name, Integer.valueOf(row[0]));
            }
        }
        return Map.copyOf(ports);
    }
}
