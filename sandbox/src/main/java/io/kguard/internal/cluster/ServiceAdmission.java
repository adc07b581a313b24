// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Assigns addresses and ports to services. Nothing listens there: pods reach only the API server and peers. */
final class ServiceAdmission {
    private static final int FIRST_NODE_PORT = 30_000;

    private final AtomicInteger addresses = new AtomicInteger();
    private final AtomicInteger nodePorts = new AtomicInteger();

    /** Completes a new service in place. */
    void admit(ObjectNode service) {
        ObjectNode spec = ApiObject.part(service, "spec");
        String type = spec.path("type").asString("ClusterIP");
        spec.put("type", type);
        if (type.equals("ExternalName")) {
            return;
        }
        if (!spec.has("clusterIP")) {
            int number = addresses.incrementAndGet();
            spec.put("clusterIP", "10.96." + (64 + number / 250 % 128) + "." + (1 + number % 250));
        }
        boolean onNode = type.equals("NodePort") || type.equals("LoadBalancer");
        for (JsonNode item : spec.path("ports")) {
            ObjectNode port = (ObjectNode) item;
            ApiObject.putDefault(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
            if (onNode && port.path("nodePort").asInt(0) == 0) {
                port.put("nodePort", FIRST_NODE_PORT + nodePorts.getAndIncrement() % 2768);
            }
        }
    }
}
