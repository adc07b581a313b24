// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kguard.workload.ApiResource;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Certificate signing requests: what is noted of who makes one, who may approve it, and the certificate once it is approved.
 *
 * <p>Source: Kubernetes, "Certificates and Certificate Signing Requests".
 */
record CertificateEndpoint(ResourceStore store, RbacAuthorizer authorizer, ClusterCertificates certificates) {
    private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";
    private static final Duration LIFETIME = Duration.ofDays(365);

    public static boolean serves(ApiResource resource) {
        return resource.plural().equals("certificatesigningrequests");
    }

    /** Completes a new request, which changes, or refuses it. */
    void admit(Exchange exchange) {
        ObjectNode object = exchange.objectBody();
        ObjectNode spec = ApiObject.part(object, "spec");
        CertificateRequest request = read(exchange.resource(), object);
        if (spec.path("signerName").asString("").equals(CLIENT_SIGNER)
                && request.user().groups().contains(UserInfo.MASTERS)) {
            throw new ApiStatus(
                    403, "use of " + CLIENT_SIGNER + " signer with " + UserInfo.MASTERS + " group is not allowed");
        }
        spec.put("username", exchange.user().username());
        ArrayNode groups = spec.putArray("groups");
        exchange.user().groups().forEach(groups::add);
        object.remove("status");
    }

    /** Takes an approval or a denial, and signs what is approved. */
    void approve(Exchange exchange) {
        RequestInfo info = exchange.info();
        ApiResource resource = exchange.resource();
        if (!serves(resource)) {
            throw ApiStatus.noSuchPath();
        }
        if (!info.verb().equals("update")) {
            throw new ApiStatus(405, "an approval is an update of the request");
        }
        ObjectNode stored = store.get(resource, "", info.name()).deepCopy();
        String signer = stored.at("/spec/signerName").asString("");
        RequestInfo needed = approval(signer);
        if (!authorizer.decide(exchange.user(), needed).allowed()) {
            throw new ApiStatus(
                    403,
                    resource.qualifiedName() + " \"" + info.name() + "\" is forbidden: user not permitted to approve"
                            + " requests with signerName \"" + signer + "\"");
        }
        ObjectNode status = ApiObject.part(stored, "status");
        JsonNode conditions = exchange.objectBody().at("/status/conditions");
        if (conditions instanceof ArrayNode) {
            status.set("conditions", conditions);
        }
        boolean approved = conditions
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals("Approved"));
        if (approved && signer.equals(CLIENT_SIGNER) && !status.has("certificate")) {
            CertificateRequest request = read(resource, stored);
            String pem = certificates.signClient(request, LIFETIME);
            status.put("certificate", Base64.getEncoder().encodeToString(pem.getBytes(US_ASCII)));
        }
        exchange.respondWithObject(200, store.updateStatus(resource, "", info.name(), status));
    }

    /**
     * What a certificate signing request asks for.
     *
     * @throws ApiStatus 422 if that can't be read
     */
    public static CertificateRequest read(ApiResource resource, ObjectNode object) {
        try {
            return CertificateRequest.parse(object.at("/spec/request").asString(""));
        } catch (IllegalArgumentException e) {
            throw ApiStatus.invalid(resource, ApiObject.name(object), "spec.request: Invalid value: " + e.getMessage());
        }
    }

    /** What one must be allowed to do in order to approve requests to a signer. */
    private static RequestInfo approval(String signer) {
        ApiResource signers = ApiResource.ofPermissions("certificates.k8s.io", "signers", false, "approve");
        return RequestInfo.question("approve", signers, "", signer, "");
    }
}
