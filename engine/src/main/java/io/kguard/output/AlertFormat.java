// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonString;
import io.kguard.event.JsonWriter;
import io.kguard.internal.field.TimeText;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Formats an alert as a line of text or JSON, as Falco does. Lines have no line break at their end.
 *
 * @param version the version of Falco to imitate
 * @param hostname the value of {@code hostname} in JSON
 * @param json whether lines are JSON
 * @param included what JSON has of the alert
 * @param iso8601Time whether texts begin with date and time in UTC instead of the local time
 */
@API(status = API.Status.INTERNAL)
public record AlertFormat(FalcoVersion version, String hostname, boolean json, Included included, boolean iso8601Time)
        implements Serializable {
    /**
     * What JSON has of an alert, beside what it always has.
     *
     * @param output whether it has the text
     * @param message whether it has the text without time and priority
     * @param tags whether it has the tags
     * @param outputFields whether it has the fields; Falco 0.40 always writes them
     */
    public record Included(boolean output, boolean message, boolean tags, boolean outputFields)
            implements Serializable {
        private static final Included BY_DEFAULT = new Included(true, false, true, true);
    }

    /** JSON with Falco's default parts. */
    public static AlertFormat json(FalcoVersion version, String hostname) {
        return new AlertFormat(version, hostname, true, Included.BY_DEFAULT, false);
    }

    /** Falco's default text. */
    public static AlertFormat text(FalcoVersion version, String hostname) {
        return new AlertFormat(version, hostname, false, Included.BY_DEFAULT, false);
    }

    /**
     * The host name as Falco finds it: from the environment, or else the machine's.
     *
     * @throws IOException if the machine has no name that can be found out
     */
    public static String findHostname() throws IOException {
        Optional<String> given = HostName.given(System::getenv);
        return given.isPresent() ? given.get() : HostName.ofMachine();
    }

    /** Formats an alert as a line. */
    public String line(Alert alert) {
        return json ? JsonWriter.compact().tree(object(alert)).json() : plain(alert);
    }

    /** The text of an alert, {@code output} in JSON: time, priority and message. */
    public String output(Alert alert) {
        return time(alert) + ": " + alert.priority().label() + " " + alert.message();
    }

    private String time(Alert alert) {
        return iso8601Time ? TimeText.utc(alert.timestamp(), "+0000") : TimeText.localTime(alert.timestamp(), true);
    }

    /** Falco since 0.45 escapes what could be mistaken for other lines. */
    private String plain(Alert alert) {
        String output = output(alert);
        if (!version.atLeast(FalcoVersion.V0_45)) {
            return output;
        }
        StringBuilder escaped = new StringBuilder(output.length() + 16);
        JsonString.escape(escaped, output);
        return escaped.toString();
    }

    private Map<String, @Nullable Object> object(Alert alert) {
        Map<String, @Nullable Object> object = new TreeMap<>();
        object.put("hostname", hostname);
        if (included.message) {
            object.put("message", alert.message());
        }
        if (included.output) {
            object.put("output", output(alert));
        }
        if (included.outputFields) {
            Map<String, @Nullable Object> fields = new TreeMap<>(alert.fields());
            fields.put(iso8601Time ? "evt.time.iso8601" : "evt.time", alert.timestamp());
            object.put("output_fields", fields);
        }
        object.put("priority", alert.priority().label());
        object.put("rule", alert.ruleName());
        object.put("source", alert.source());
        if (included.tags) {
            object.put("tags", alert.tags());
        }
        object.put("time", TimeText.utc(alert.timestamp(), "Z"));
        return object;
    }
}
