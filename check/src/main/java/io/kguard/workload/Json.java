// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;

/** JSON by the Jackson mapper that fabric8 brings, whatever its version. */
@API(status = API.Status.INTERNAL)
public final class Json {
    private static final KubernetesSerialization TREES = new KubernetesSerialization();

    private Json() {}

    /** An object with these entries, in this order: name, value, name, value and so on. */
    public static Map<String, Object> object(Object... entries) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            object.put((String) entries[i], entries[i + 1]);
        }
        return object;
    }

    public static String write(Map<String, Object> object) {
        return Serialization.asJson(object);
    }

    @SuppressWarnings("unchecked") // a JSON object has no other form
    public static Map<String, Object> read(String text) {
        return Serialization.unmarshal(text, Map.class);
    }

    /** A manifest as maps, lists and scalars. */
    @SuppressWarnings("unchecked") // a manifest has no other form
    static Map<String, Object> tree(Object manifest) {
        return TREES.convertValue(manifest, Map.class);
    }

    /** A manifest from maps, lists and scalars. */
    static <T> T typed(Map<?, ?> tree, Class<T> type) {
        return TREES.convertValue(tree, type);
    }
}
