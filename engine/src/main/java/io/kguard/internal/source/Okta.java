// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events of Okta's system log.
 *
 * <p>Source: Falco's plugin {@code okta}, 0.12.0, with its quirks: a field of the record always has a value, the empty
 * string where the log has none, and the longitude is always 0. Two fields are not computed: {@code okta.org} has what
 * Falco's configuration says, and {@code okta.authentication.step} ends the plugin.
 */
final class Okta extends FieldedSource {
    private static final String EVENT = "this event of Okta's system log";
    private static final String ACTOR = "actor";
    private static final String CLIENT = "client";
    private static final String GEOGRAPHY = "geographicalContext";
    private static final String DEBUG = "debugContext";
    private static final String DEBUG_DATA = "debugData";
    private static final String SECURITY = "securityContext";
    private static final String TARGET = "target";
    private static final String ALTERNATE = "alternateId";
    private static final String NAME = "displayName";

    Okta() {
        super(EventSource.OKTA, "0.12.0", "%okta.evt.type by %okta.actor.alternateid");
        put("okta.app", Okta::app);
        put("okta.client.geo.lat", event -> degrees(event, "lat"));
        put("okta.client.geo.lon", event -> degrees(event, "lonDe"));
        put("okta.security.asnumber", new Extraction.Count(event -> {
            JsonValue number = GoStruct.member(event, SECURITY, "asNumber");
            return number == null ? 0L : FastJson.number(number);
        }));
        target("okta.target.user.id", "User", "id");
        target("okta.target.user.alternateid", "User", ALTERNATE);
        target("okta.target.user.name", "User", NAME);
        target("okta.target.group.id", "UserGroup", "id");
        target("okta.target.group.alternateid", "UserGroup", ALTERNATE);
        target("okta.target.group.name", "UserGroup", NAME);
        target("okta.target.app.alternateid", "AppInstance", ALTERNATE);
        put("okta.targets.displayName", new Extraction.TextAt(Okta::targetNames));
        put("okta.mfa.failure.countlast", new Extraction.Recent());
        put("okta.mfa.deny.countlast", new Extraction.Recent());
    }

    @Override
    String string(JsonValue event, String... path) {
        return text(event, path);
    }

    private static String text(JsonValue event, String... path) {
        JsonValue value = GoStruct.member(event, path);
        return value == null ? "" : value.text();
    }

    /** A field of the last target of a type. */
    private void target(String field, String type, String key) {
        put(field, event -> {
            JsonValue all = GoStruct.member(event, TARGET);
            for (int i = all == null ? -1 : all.size() - 1; all != null && i >= 0; i--) {
                if (text(all.element(i), "type").equals(type)) {
                    return text(all.element(i), key);
                }
            }
            return null;
        });
    }

    private static @Nullable String targetNames(JsonValue event, int index) {
        JsonValue all = GoStruct.member(event, TARGET);
        if (all == null || all.size() == 0 || index >= all.size()) {
            return null;
        }
        return index == Extraction.ALL
                ? IntStream.range(0, all.size())
                        .mapToObj(i -> text(all.element(i), NAME))
                        .collect(Collectors.joining(",", "(", ")"))
                : text(all.element(index), NAME);
    }

    private static @Nullable String app(JsonValue event) {
        String uri = text(event, DEBUG, DEBUG_DATA, "requestUri");
        return uri.startsWith("/app/") ? uri.split("/", -1)[2] : null;
    }

    private static String degrees(JsonValue event, String key) {
        JsonValue value = GoStruct.member(event, CLIENT, GEOGRAPHY, "geolocation", key);
        return value != null && value.kind() == JsonValue.Kind.NUMBER
                ? GoStruct.real(Double.parseDouble(value.text()))
                : "0";
    }

    @Override
    public @Nullable String repeated(JsonValue event) {
        String type = text(event, "eventType");
        boolean denied = type.equals("user.mfa.okta_verify.deny_push");
        boolean failed = type.equals("user.authentication.auth_via_mfa")
                && text(event, "outcome", "result").equals("FAILURE");
        return denied || failed ? type + ":" + text(event, ACTOR, "id") : null;
    }

    @Override
    public boolean wrote(JsonValue document) {
        return document.get("eventType") != null && document.get("published") != null && document.get(ACTOR) != null;
    }

    @Override
    public List<SourceEvent> events(JsonValue document) {
        String wrong = OktaRecord.mismatch(document);
        if (wrong != null) {
            throw new SourceEventException(
                    EVENT + " can't be read by Falco's plugin, which stops at it, so no rule would see it: " + wrong);
        }
        return List.of(new DocumentEvent(source(), document, FastJson.time(EVENT, document, "published"), false));
    }
}
