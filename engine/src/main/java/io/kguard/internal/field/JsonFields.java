// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code json.*} and their old names {@code jevt.*}: any part of an event in JSON.
 *
 * <p>Source: Falco's plugin {@code json}, 0.7.4.
 */
final class JsonFields {
    private JsonFields() {}

    static void addTo(Bindings bindings) {
        for (String family : new String[] {"json", "jevt"}) {
            bindings.argued(family + ".value", pointer -> {
                String[] path = path(pointer);
                return Loader.text(context -> text(json(context), path));
            });
            bindings.text(family + ".obj", context -> {
                JsonValue document = json(context);
                return document == null ? null : document.indented();
            });
            bindings.text(
                    family + ".rawtime",
                    context -> json(context) == null
                            ? null
                            : Long.toUnsignedString(context.event().timestamp()));
        }
    }

    /** The event, if what its plugin writes is JSON. */
    private static @Nullable JsonValue json(EventContext context) {
        JsonValue document = context.document();
        return document != null && context.documentSource().isJson() ? document : null;
    }

    /** The keys of a JSON pointer (RFC 6901), whose first slash may be missing. */
    private static String[] path(String pointer) {
        String keys = pointer.startsWith("/") ? pointer.substring(1) : pointer;
        if (keys.isEmpty()) {
            return new String[0];
        }
        String[] path = keys.split("/", -1);
        for (int i = 0; i < path.length; i++) {
            path[i] = path[i].replace("~1", "/").replace("~0", "~");
        }
        return path;
    }

    private static @Nullable String text(@Nullable JsonValue document, String[] path) {
        JsonValue value = document == null ? null : document.get(path);
        return value == null ? null : value.text();
    }
}
