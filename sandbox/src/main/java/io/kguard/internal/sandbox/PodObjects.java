// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The objects that a kubelet requests from the API server: those that a pod's volumes and environment refer to. */
public interface PodObjects {

    /** No config maps and secrets, and a decoy token. */
    PodObjects NONE = new PodObjects() {};

    /** The config map, or null if absent. */
    default @Nullable ConfigMap configMap(String namespace, String name) {
        return null;
    }

    /** The secret, or null if absent. */
    default @Nullable Secret secret(String namespace, String name) {
        return null;
    }

    /**
     * A service account's token for a pod, or null if the account does not exist.
     *
     * @param audience the intended audience of the token; null for the API server
     */
    default @Nullable String serviceAccountToken(
            String namespace, String serviceAccount, String podName, @Nullable String audience, Duration lifetime) {
        return DecoyToken.of(namespace, serviceAccount);
    }

    /** The API server's CA certificate, in PEM, which pods find next to their token. */
    default String caCertificate() {
        return "";
    }
}
