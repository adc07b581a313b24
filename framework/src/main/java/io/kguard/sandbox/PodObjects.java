// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What a kubelet would ask the API server for: the objects that a pod's volumes and environment refer to. */
@API(status = API.Status.INTERNAL)
public interface PodObjects {

    /** No config maps and secrets, and a decoy for the token. */
    PodObjects NONE = new PodObjects() {};

    /** The config map, or null if there is none of that name. */
    default @Nullable ConfigMap configMap(String namespace, String name) {
        return null;
    }

    /** The secret, or null if there is none of that name. */
    default @Nullable Secret secret(String namespace, String name) {
        return null;
    }

    /**
     * A service account's token for a pod, or null if there is no such account.
     *
     * @param audience who the token is meant for; null for the API server
     */
    default @Nullable String serviceAccountToken(
            String namespace, String serviceAccount, String podName, @Nullable String audience, Duration lifetime) {
        return DecoyToken.of(namespace, serviceAccount);
    }

    /** The API server's CA certificate, in PEM, that pods find beside their token. */
    default String caCertificate() {
        return "";
    }
}
