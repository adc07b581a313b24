// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The config maps and secrets that a pod names, and their content.
 *
 * @param use what the pod does with them, for messages
 */
record ObjectData(PodPlan pod, PodObjects objects, String use) {
    /** The config map with a name; an empty one if it is optional and not there. */
    ConfigMap configMap(String name, @Nullable Boolean optional) {
        return found(objects.configMap(pod.namespace(), name), optional, "config map " + name, new ConfigMap());
    }

    /** The secret with a name; an empty one if it is optional and not there. */
    Secret secret(String name, @Nullable Boolean optional) {
        return found(objects.secret(pod.namespace(), name), optional, "secret " + name, new Secret());
    }

    private <T> T found(@Nullable T object, @Nullable Boolean optional, String what, T none) {
        if (object == null && !Boolean.TRUE.equals(optional)) {
            throw missing(what);
        }
        return object == null ? none : object;
    }

    /** Says that something is not there which the pod needs. */
    SandboxException missing(String what) {
        return new SandboxException(
                Reason.MISSING_OBJECT,
                "the " + what + " in the namespace " + pod.namespace() + ", which the pod " + pod.name() + " " + use
                        + ", does not exist");
    }

    static Map<String, byte[]> bytes(ConfigMap map) {
        Map<String, byte[]> all = new TreeMap<>();
        if (map.getData() != null) {
            map.getData().forEach((key, value) -> all.put(key, value.getBytes(UTF_8)));
        }
        if (map.getBinaryData() != null) {
            map.getBinaryData()
                    .forEach((key, value) -> all.put(key, Base64.getDecoder().decode(value)));
        }
        return all;
    }

    static Map<String, byte[]> bytes(Secret secret) {
        Map<String, byte[]> all = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> all.put(key, Base64.getDecoder().decode(value)));
        }
        if (secret.getStringData() != null) {
            secret.getStringData().forEach((key, value) -> all.put(key, value.getBytes(UTF_8)));
        }
        return all;
    }

    static Map<String, String> texts(ConfigMap map) {
        return map.getData() == null ? Map.of() : map.getData();
    }

    static Map<String, String> texts(Secret secret) {
        Map<String, String> all = new TreeMap<>();
        bytes(secret).forEach((key, value) -> all.put(key, new String(value, UTF_8)));
        return all;
    }
}
