// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Requests of the control plane's controllers: they are admitted and audited as others are, but come over no connection. */
record ControllerRequests(ResourceStore store, Admission admission, AuditLog log, InProgress open) {
    private static final String ADDRESS = "127.0.0.1";
    private static final String AGENT = "kube-controller-manager";

    /**
     * Creates an object.
     *
     * @param controller the name of the controller's service account
     * @return the object; null if it was refused, which the audit log tells
     */
    @Nullable
    ObjectNode create(String controller, ApiResource resource, String namespace, ObjectNode object) {
        String uri = (resource.group().isEmpty() ? "/api/" : "/apis/") + resource.groupVersion() + "/namespaces/"
                + namespace + "/" + resource.plural();
        RequestInfo info = RequestInfo.of("POST", uri, MultiMap.caseInsensitiveMultiMap());
        UserInfo user = UserInfo.serviceAccount("kube-system", controller, "");
        AuditTrail.Sender sender = new AuditTrail.Sender(user, null, ADDRESS, AGENT + "/" + user.username());
        open.begin();
        AuditTrail audit = new AuditTrail(log, open::end, info, uri, sender, allowed(controller), object);
        try {
            store.bounds().request();
            ObjectNode created;
            synchronized (store) {
                admission.admit(resource, namespace, object, Remarks.NONE);
                created = store.create(resource, namespace, object);
            }
            admission.created(resource, created);
            audit.responseComplete(201, created);
            return created;
        } catch (ApiStatus refusal) {
            audit.responseComplete(refusal.code(), refusal.toJson());
            return null;
        } catch (RuntimeException e) {
            ApiStatus failure = new ApiStatus(500, "the simulated API server failed: " + e);
            audit.responseComplete(failure.code(), failure.toJson());
            throw failure;
        }
    }

    private static RbacAuthorizer.Decision allowed(String controller) {
        String role = "system:controller:" + controller;
        return new RbacAuthorizer.Decision(
                true,
                "RBAC: allowed by ClusterRoleBinding \"" + role + "\" of ClusterRole \"" + role
                        + "\" to ServiceAccount \"" + controller + "/kube-system\"");
    }
}
