// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to the API server as bytes: method, path with query, and media type on the first line, then the body. It
 * goes through all steps before its response is written.
 */
public final class FuzzedRequest {
    private static final String POD = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-0","labels":{"app":"web"}},
         "spec":{"containers":[{"name":"web","image":"base","env":[{"name":"A","value":"b"}]}]}}\
        """;

    private static final ResourceStore STORE = new ResourceStore();
    private static final Admission ADMISSION = new Admission(STORE, new Tokens(), "certificate");

    static {
        ApiResource namespaces = ApiResources.core("namespaces");
        STORE.create(namespaces, "", Admission.named(namespaces, "default"));
        ADMISSION.furnish("default");
    }

    private FuzzedRequest() {}

    /** Handles the request. An error in it becomes a response to the client. */
    public static void handle(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String[] line = new String(input, 0, end, ISO_8859_1).split(" ", 3);
        if (line.length < 3) {
            return;
        }
        try {
            handle(line[0], line[1], line[2], Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length));
        } catch (ApiStatus status) {
            status.toJson();
        }
    }

    private static void handle(String method, String uri, String type, byte[] bytes) {
        int question = uri.indexOf('?');
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        if (question >= 0) {
            for (String pair : uri.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                query.add(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        RequestInfo info = RequestInfo.of(method, question < 0 ? uri : uri.substring(0, question), query);
        info.requireUrl();
        JsonNode body = RequestBody.parse(type, bytes);
        ApiResource resource = info.resource();
        if (resource == null) {
            return;
        }
        Selector selector = Selector.of(info);
        ObjectNode object = body instanceof ObjectNode given ? given : null;
        if (body != null && info.verb().equals("patch")) {
            object = Patch.apply((ObjectNode) ResourceStore.JSON.readTree(POD), type, body);
        }
        if (object == null) {
            return;
        }
        change(resource, info, object, selector);
    }

    private static void change(ApiResource resource, RequestInfo info, ObjectNode object, Selector selector) {
        Warnings.of(resource, object);
        if (info.verb().equals("patch") || info.verb().equals("update")) {
            ObjectNode stored = (ObjectNode) ResourceStore.JSON.readTree(POD);
            if (info.subresource().equals("ephemeralcontainers")) {
                PodAdmission.withEphemeral(resource, stored, object);
            } else {
                ADMISSION.admitChange(resource, stored, object, Remarks.NONE);
            }
        } else {
            if (CertificateEndpoint.serves(resource)) {
                CertificateEndpoint.read(resource, object);
            }
            ADMISSION.admit(resource, info.namespace(), object, Remarks.NONE);
        }
        selector.matches(object);
        TableView.of(resource, List.of(object), "1");
    }
}
