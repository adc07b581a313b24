// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Alert;
import io.kguard.event.JsonWriter;
import io.kguard.output.AlertFormat;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of alerts.
 *
 * @param format Falco's JSON
 */
record AlertRows(AlertFormat format) {
    Judged.OfEvent of(String capture, Judged.Side side, Alert alert) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        alert.fields().forEach((name, value) -> fields.put(name, text(value)));
        return new Judged.OfEvent(
                capture,
                side,
                new Judged.RaisedBy(
                        alert.ruleName(), alert.priority().label(), alert.source(), List.copyOf(alert.tags())),
                alert.eventNumber(),
                alert.timestamp(),
                new Judged.Output(alert.message(), fields, format.line(alert)));
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof Collection ? JsonWriter.compact().tree(value).json() : value.toString();
    }
}
