// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes apart the lists in which services deliver events. */
final class Deliveries {
    private Deliveries() {}

    /**
     * The events of a document, each as a document of its own.
     *
     * @param sources the sources that are known: a document of one of the user's has no lists that are taken apart
     * @throws io.kguard.event.JsonException if a delivery has a text that should be JSON and is not
     */
    static List<JsonValue> of(JsonValue document, EventSources sources) {
        List<JsonValue> all = new ArrayList<>();
        add(document, sources, all);
        return all;
    }

    private static void add(JsonValue value, EventSources sources, List<JsonValue> all) {
        JsonValue list = sources.isWhole(value) ? null : list(value);
        if (list == null) {
            all.add(value);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonValue one = list.element(i);
            String text = written(one);
            add(text == null ? one : JsonValue.parse(text), sources, all);
        }
    }

    private static @Nullable JsonValue list(JsonValue value) {
        if (value.kind() == JsonValue.Kind.ARRAY) {
            return value;
        }
        if ("EventList".equals(FastJson.string(value, "kind"))) {
            return FastJson.array(value, "items");
        }
        for (String key : new String[] {"Records", "records", "events"}) {
            JsonValue list = FastJson.array(value, key);
            if (list != null) {
                return list;
            }
        }
        return null;
    }

    /** An event that a delivery has as text: CloudWatch's {@code message}, and the {@code log} of Azure's Event Hubs. */
    private static @Nullable String written(JsonValue one) {
        String message = FastJson.string(one, "message");
        return message != null && one.get("timestamp") != null ? message : FastJson.string(one, "properties", "log");
    }
}
