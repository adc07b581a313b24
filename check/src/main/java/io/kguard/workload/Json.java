// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.module.SimpleModule;

/** JSON by the Jackson mapper that fabric8 brings. */
@API(status = API.Status.INTERNAL)
public final class Json {
    /** The mapper of all of Kubernetes' objects. What it learns of a class takes long, and is learned once. */
    public static final KubernetesSerialization KUBERNETES = new KubernetesSerialization() {
        @Override
        protected ObjectMapper configureMapper(ObjectMapper mapper) {
            return super.configureMapper(mapper.rebuild()
                    .addModule(new SimpleModule("lazy-model").setDeserializerModifier(new LazyModel()))
                    .build());
        }
    };

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
        return KUBERNETES.asJson(object);
    }

    @SuppressWarnings("unchecked") // a JSON object has no other form
    public static Map<String, Object> read(String text) {
        return KUBERNETES.unmarshal(text, Map.class);
    }

    /** A manifest as maps, lists and scalars. */
    @SuppressWarnings("unchecked") // a manifest has no other form
    static Map<String, Object> tree(Object manifest) {
        return KUBERNETES.convertValue(manifest, Map.class);
    }

    /** A manifest from maps, lists and scalars. */
    static <T> T typed(Map<?, ?> tree, Class<T> type) {
        return KUBERNETES.convertValue(tree, type);
    }
}
