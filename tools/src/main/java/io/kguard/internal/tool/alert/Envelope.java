// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.alert;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.JsonValue.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stores and collectors put around an alert: Loki's streams, hits of Elasticsearch and OpenSearch, events of Splunk and
 * CloudWatch, lines of container logs.
 */
final class Envelope {
    /** More than stores nest, and few enough for a stack. */
    private static final int MAX_DEPTH = 12;

    /** The keys below which an envelope has alerts, as objects, lists or text. */
    private static final Set<String> CONTENTS = Set.of(
            "_source",
            "event",
            "result",
            "results",
            "hits",
            "data",
            "values",
            "value",
            "logEvents",
            "events",
            "body",
            "records",
            "line",
            "message",
            "@message",
            "log",
            "_raw",
            "MESSAGE",
            "textPayload",
            "jsonPayload",
            "entries");

    private final List<FalcoAlert> alerts = new ArrayList<>();

    private Envelope() {}

    /** The alerts in a document. */
    static List<FalcoAlert> open(JsonValue document) {
        Envelope envelope = new Envelope();
        envelope.open(document, 0);
        return envelope.alerts;
    }

    private void open(JsonValue value, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        switch (value.kind()) {
            case OBJECT -> openObject(value, depth);
            case ARRAY -> {
                for (int i = 0; i < value.size(); i++) {
                    open(value.element(i), depth + 1);
                }
            }
            case STRING -> openText(value.text(), depth);
            case NUMBER, BOOLEAN, NULL -> {}
        }
    }

    private void openObject(JsonValue object, int depth) {
        Optional<FalcoAlert> alert = FalcoAlert.of(object);
        if (alert.isPresent()) {
            alerts.add(alert.get());
            return;
        }
        JsonValue stream = object.get("stream");
        JsonValue labels = stream == null ? object.get("labels") : stream;
        if (labels != null
                && labels.kind() == Kind.OBJECT
                && !FalcoAlert.text(labels, "rule").isEmpty()) {
            openLabelled(labels, object, depth);
            return;
        }
        for (int i = 0; i < object.size(); i++) {
            if (CONTENTS.contains(object.key(i))) {
                open(object.element(i), depth + 1);
            }
        }
    }

    /** Loki: what Falcosidekick told of the alert is in the labels, and the line is its text, if it is not the alert itself. */
    private void openLabelled(JsonValue labels, JsonValue object, int depth) {
        JsonValue values = object.get("values");
        if (values == null) {
            openLine(labels, FalcoAlert.text(object, "line"), FalcoAlert.text(object, "timestamp"), depth);
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            JsonValue entry = values.element(i);
            if (entry.size() > 1) {
                openLine(labels, entry.element(1).text(), "", depth);
            }
        }
    }

    private void openLine(JsonValue labels, String line, String time, int depth) {
        int before = alerts.size();
        openText(line, depth);
        if (alerts.size() == before) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 0; i < labels.size(); i++) {
                fields.put(StoredName.field(labels.key(i)), labels.element(i).text());
            }
            fields.keySet().removeIf(name -> name.indexOf('.') < 0);
            alerts.add(FalcoAlert.of(labels, time, line, fields));
        }
    }

    /** Text may be an alert, with what a collector wrote before it. */
    private void openText(String text, int depth) {
        int begin = text.indexOf('{');
        if (begin < 0) {
            return;
        }
        try {
            open(JsonValue.parse(text.substring(begin)), depth + 1);
        } catch (JsonException e) {
            // a message of another program
        }
    }
}
