// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the log lines of Loki.
 *
 * <p>Source: Falcosidekick of August 2026.
 *
 * @param json whether a line is the whole alert as JSON
 * @param labels the fields that become labels, beside those that always do
 */
record LokiMessage(boolean json, Set<String> labels) {
    private static final Map<String, String> ALWAYS =
            Map.of("k8s.ns.name", "k8s_ns_name", "k8s.pod.name", "k8s_pod_name");

    LokiMessage {
        labels = Set.copyOf(labels);
    }

    ChatMessage of(SidekickPayload payload) {
        Map<String, String> stream = new TreeMap<>();
        stream.put("rule", payload.rule());
        stream.put("source", payload.source());
        stream.put("priority", payload.priority().label());
        payload.shownFields().forEach((name, value) -> {
            if (ALWAYS.containsKey(name)) {
                stream.put(ALWAYS.get(name), value);
            }
            if (labels.contains(name)) {
                stream.put(name.replace('.', '_').replace("]", "").replace("[", ""), value.replace("\"", ""));
            }
        });
        if (!payload.hostname().isEmpty()) {
            stream.put("hostname", payload.hostname());
        }
        if (!payload.tags().isEmpty()) {
            stream.put("tags", String.join(",", payload.tags()));
        }
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, payload.time());
        String line = json ? escaped(payload.json()) : payload.output();
        Map<String, Object> entry = Map.of("stream", stream, "values", List.of(List.of(String.valueOf(nanos), line)));
        return MachineMessage.of(ChatOutput.LOKI, line, stream, Map.of("streams", List.of(entry)));
    }

    /** JSON with the escapes of Go: what it is, a line of a log shows. */
    private static String escaped(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}
