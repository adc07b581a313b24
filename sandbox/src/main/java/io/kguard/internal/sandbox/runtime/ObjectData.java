// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The content of config maps and secrets. */
final class ObjectData {
    private ObjectData() {}

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

    static Map<String, String> texts(Secret secret) {
        Map<String, String> all = new TreeMap<>();
        bytes(secret).forEach((key, value) -> all.put(key, new String(value, UTF_8)));
        return all;
    }
}
