// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.engine.Alert;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * How alerts get to Falco Talon: Falco writes them, Falcosidekick reads them and sends them on. Immutable.
 *
 * <p>Source: Falcosidekick and Falco Talon of August 2026.
 */
@API(status = API.Status.INTERNAL)
public final class TalonRoute {
    /** Nothing says how alerts get there: each one does, as Falco has it. */
    public static final TalonRoute DIRECT = new TalonRoute(null, PayloadChanges.NONE, TalonSettings.DEFAULTS, "");

    /** What Falco Talon takes off a text: Falco's time of the day, and the priority. */
    private static final Pattern TIME_AND_PRIORITY = Pattern.compile(
            "^[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}: "
                    + "(?:Debug|Info(?:rmational)?|Notice|Warning|Error|Critical|Alert|Emergency) ?",
            Pattern.CASE_INSENSITIVE);

    private final @Nullable AlertFormat format;
    private final PayloadChanges changes;
    private final TalonSettings settings;
    private final String broken;

    TalonRoute(@Nullable AlertFormat format, PayloadChanges changes, TalonSettings settings, String broken) {
        this.changes = changes;
        this.format = format;
        this.settings = settings;
        this.broken = broken;
    }

    /** Why no alert at all arrives, in a sentence; empty if some may. */
    public String broken() {
        return broken;
    }

    /** What is taken for granted about the route, in a sentence; empty if nothing is. */
    public String assumption() {
        return settings.assumption();
    }

    /** How long Falco Talon drops an alert whose text it has just seen. */
    public Duration window() {
        return settings.window();
    }

    /** What arrives of an alert. */
    public TalonAlert send(Alert alert) {
        if (!broken.isEmpty()) {
            return TalonAlert.missed(alert, broken);
        }
        if (format == null) {
            return TalonAlert.whole(alert);
        }
        SidekickPayload payload;
        try {
            payload = PayloadReader.parse(format.line(alert).getBytes(UTF_8), changes);
        } catch (IllegalArgumentException e) {
            return TalonAlert.missed(alert, "Falcosidekick refuses the alert: " + e.getMessage());
        }
        String reason = SidekickConfig.reasonAgainst(payload, settings.minimum(), settings.place());
        if (!reason.isEmpty()) {
            return TalonAlert.missed(alert, "Falcosidekick does not send it to Falco Talon: " + reason);
        }
        return new TalonAlert(
                new Alert(
                        alert.rule(), alert.eventNumber(), alert.timestamp(), alert.message(), payload.outputFields()),
                payload.tags(),
                payload.hostname(),
                TIME_AND_PRIORITY.matcher(payload.output()).replaceFirst(""),
                "");
    }
}
