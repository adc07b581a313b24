// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From where a Falco that watches learns of containers.
 *
 * @param engine the container engine, by its name in Falco's configuration: {@code cri} or {@code docker}
 * @param socket the socket of its API
 */
record LiveSettings(String engine, Path socket) {
    /** The fields that alerts have in addition: whose they are, whether Falco knew the container, and whether runc did it. */
    public static final List<String> FIELDS = List.of("container.id", "container.name", "proc.exepath");

    private static final List<String> OF_PLUGIN =
            List.of("docker", "podman", "containerd", "cri", "lxc", "libvirt_lxc", "bpm");

    /** The engines of the container plugin, of which this one alone is asked. */
    Map<String, Object> ofPlugin() {
        Map<String, Object> engines = new LinkedHashMap<>();
        OF_PLUGIN.forEach(name -> engines.put(name, Map.of("enabled", false)));
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("enabled", true);
        asked.put("sockets", List.of(socket.toString()));
        engines.put(engine, asked);
        return engines;
    }

    /** The engines of a Falco without plugins, which finds Docker's socket itself. */
    Map<String, Object> ofFalco() {
        Map<String, Object> engines = ofPlugin();
        engines.remove("containerd");
        if (!engine.equals("cri")) {
            engines.put(engine, Map.of("enabled", true));
        }
        return engines;
    }
}
