// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Falco's plugin expects of the values in an event of Okta's system log. Another kind of value ends the plugin. */
final class OktaRecord {
    private static final Map<String, JsonValue.Kind> KINDS = kinds();

    private OktaRecord() {}

    private static Map<String, JsonValue.Kind> kinds() {
        Map<String, JsonValue.Kind> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        add(all, JsonValue.Kind.STRING, "", "uuid published eventType version severity legacyEventType displayMessage");
        add(
                all,
                JsonValue.Kind.OBJECT,
                "",
                "actor client outcome transaction debugContext authenticationContext securityContext");
        add(all, JsonValue.Kind.ARRAY, "", "target");
        for (String who : new String[] {"actor.", "target.", "debugContext.debugData.originalPrincipal."}) {
            add(all, JsonValue.Kind.STRING, who, "id type alternateId displayName");
        }
        add(all, JsonValue.Kind.OBJECT, "client.", "userAgent geographicalContext");
        add(all, JsonValue.Kind.STRING, "client.", "zone ipAddress device id");
        add(all, JsonValue.Kind.STRING, "client.userAgent.", "os browser rawUserAgent");
        add(all, JsonValue.Kind.STRING, "client.geographicalContext.", "city state country postalCode");
        add(all, JsonValue.Kind.OBJECT, "client.geographicalContext.", "geolocation");
        add(all, JsonValue.Kind.NUMBER, "client.geographicalContext.geolocation.", "lat lonDe");
        add(all, JsonValue.Kind.STRING, "outcome.", "result reason");
        add(all, JsonValue.Kind.STRING, "transaction.", "type id");
        add(all, JsonValue.Kind.OBJECT, "debugContext.", "debugData");
        add(all, JsonValue.Kind.STRING, "debugContext.debugData.", "requestUri behaviors logOnlySecurityData");
        add(all, JsonValue.Kind.OBJECT, "debugContext.debugData.", "originalPrincipal");
        add(all, JsonValue.Kind.NUMBER, "authenticationContext.", "authenticationStep");
        add(
                all,
                JsonValue.Kind.STRING,
                "authenticationContext.",
                "externalSessionId authenticationProvider credentialProvider");
        add(all, JsonValue.Kind.NUMBER, "securityContext.", "asNumber");
        add(all, JsonValue.Kind.STRING, "securityContext.", "asOrg isp domain isProxy");
        return all;
    }

    private static void add(Map<String, JsonValue.Kind> all, JsonValue.Kind kind, String parent, String names) {
        for (String name : names.split(" ", -1)) {
            all.put(parent + name, kind);
        }
    }

    /** The first value of a kind that the plugin does not expect, as a clause; null if there is none. */
    static @Nullable String mismatch(JsonValue event) {
        return event.kind() == JsonValue.Kind.OBJECT ? mismatch(event, "") : "it is no object";
    }

    private static @Nullable String mismatch(JsonValue object, String parent) {
        for (int i = 0; i < object.size(); i++) {
            String name = parent + object.key(i);
            JsonValue value = object.element(i);
            JsonValue.Kind kind = KINDS.get(name);
            String wrong = kind == null || value.kind() == JsonValue.Kind.NULL ? null : mismatch(value, name, kind);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String mismatch(JsonValue value, String name, JsonValue.Kind kind) {
        if (value.kind() != kind) {
            return name + " is " + value + ", and not " + expected(kind);
        }
        if (kind == JsonValue.Kind.OBJECT) {
            return mismatch(value, name + ".");
        }
        for (int i = 0; kind == JsonValue.Kind.ARRAY && i < value.size(); i++) {
            JsonValue element = value.element(i);
            String wrong =
                    element.kind() == JsonValue.Kind.NULL ? null : mismatch(element, name, JsonValue.Kind.OBJECT);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static String expected(JsonValue.Kind kind) {
        return switch (kind) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case ARRAY -> "a list";
            default -> "an object";
        };
    }
}
