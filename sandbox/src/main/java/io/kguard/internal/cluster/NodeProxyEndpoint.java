// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code nodes/proxy}: the kubelet's own API, through the API server. Whoever reaches it may read logs and run commands in
 * the node's pods, and no audit event shows the pod.
 *
 * <p>Source: Kubernetes, "Kubelet authentication/authorization".
 */
record NodeProxyEndpoint(ResourceStore store, Kubelet pods, Executor blocking) {
    private static final ApiResource NODES = ApiResources.core("nodes");
    private static final ApiResource PODS = ApiResources.core("pods");

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        if (!exchange.resource().equals(NODES)) {
            throw ApiStatus.notServed(info);
        }
        store.get(NODES, "", info.name());
        if (!Admission.isSimulated(info.name())) {
            throw new ApiStatus(503, "the node " + info.name() + " does not answer");
        }
        List<String> path = pathOnNode(info);
        String what = path.isEmpty() ? "" : path.get(0);
        boolean get = info.verb().equals("get");
        if (get && what.equals("healthz")) {
            respond(exchange, "ok");
        } else if (get && what.equals("pods")) {
            exchange.respond(200, podList(info.name(), false));
        } else if (get && what.equals("runningpods")) {
            exchange.respond(200, podList(info.name(), true));
        } else if (get && what.equals("containerLogs") && path.size() == 4) {
            exchange.respondWithText(container(path).log().bytes());
        } else if (info.verb().equals("create") && what.equals("run") && path.size() == 4) {
            run(exchange, container(path));
        } else {
            throw ApiStatus.notFound("404 page not found");
        }
    }

    /** What follows {@code /api/v1/nodes/NODE/proxy} in the path of the request. */
    private static List<String> pathOnNode(RequestInfo info) {
        return Arrays.stream(info.path().split("/"))
                .filter(part -> !part.isEmpty())
                .skip(5)
                .toList();
    }

    private ObjectNode podList(String node, boolean running) {
        ObjectNode list = ResourceStore.JSON.createObjectNode();
        list.put("kind", "PodList").put("apiVersion", "v1").putObject("metadata");
        ArrayNode items = list.putArray("items");
        store.list(PODS, "").stream()
                .filter(pod -> pod.at("/spec/nodeName").asString("").equals(node))
                .filter(pod -> !running || pod.at("/status/phase").asString("").equals("Running"))
                .forEach(items::add);
        return list;
    }

    private PodContainer container(List<String> path) {
        return pods.container(path.get(1), path.get(2), path.get(3));
    }

    private void run(Exchange exchange, PodContainer container) {
        String command = exchange.info().query().get("cmd");
        if (command == null || command.isBlank()) {
            throw ApiStatus.badRequest("you must specify a command: ?cmd=id");
        }
        ExecSpec spec;
        try {
            spec = ExecSpec.of(List.of(command.strip().split(" +")));
        } catch (SandboxException e) {
            throw ApiStatus.badRequest(String.valueOf(e.getMessage()));
        }
        exchange.bounds().watched(); // it has a thread until it ends
        blocking.execute(() -> {
            try {
                ExecResult result = container.exec(spec);
                if (result.succeeded()) {
                    respond(exchange, result.stdout() + result.stderr());
                } else {
                    exchange.fail(failed("command terminated with exit code " + result.exitStatus() + ": "
                            + result.stdout() + result.stderr()));
                }
            } catch (SandboxException e) {
                exchange.fail(failed(String.valueOf(e.getMessage())));
            } finally {
                exchange.bounds().unwatched();
            }
        });
    }

    private static ApiStatus failed(String message) {
        return new ApiStatus(500, message);
    }

    private static void respond(Exchange exchange, String text) {
        exchange.respondWithText(text.getBytes(UTF_8));
    }
}
