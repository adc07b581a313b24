// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Priority;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes the alerts of Alertmanager.
 *
 * <p>Source: Falcosidekick of August 2026.
 *
 * @param expiresAfter for how many seconds an alert lasts; 0 if nothing is said of its end
 * @param labels labels that each alert gets
 * @param annotations annotations that each alert gets
 * @param severities the severity for a priority, where it is not Falcosidekick's own
 * @param drops the priorities of alerts about dropped events, by number
 */
record AlertmanagerMessage(
        int expiresAfter,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<Priority, String> severities,
        DropPriorities drops) {
    private static final Pattern UNSAFE = Pattern.compile("[^a-zA-Z0-9_]");
    private static final String NO_END = "0001-01-01T00:00:00Z";

    /**
     * The priorities of alerts about dropped events.
     *
     * @param thresholds the priority for more events than a number, the largest first
     * @param otherwise the priority for fewer
     */
    record DropPriorities(List<Map.Entry<Long, Priority>> thresholds, Priority otherwise) {}

    ChatMessage of(SidekickPayload payload) {
        Map<String, String> all = new TreeMap<>();
        Priority priority = payload.priority();
        for (Map.Entry<String, Object> field : payload.outputFields().entrySet()) {
            String name = field.getKey();
            Object value = field.getValue();
            if (name.startsWith("n_drop")) {
                priority = addDrops(all, name, GoText.of(value), priority);
            } else if (!name.startsWith("n_evts") && (value instanceof String || value instanceof Number)) {
                all.put(safe(name), value.toString());
            }
        }
        all.putAll(payload.about(","));
        all.put("source", "falco");
        all.put("alertname", payload.rule());
        all.put("eventsource", payload.source());
        all.put("priority", priority.label());
        all.put("severity", severities.getOrDefault(priority, severity(priority)));
        all.putAll(labels);
        Map<String, String> notes = new TreeMap<>();
        notes.put("info", payload.output());
        notes.put("description", payload.output());
        notes.put("summary", payload.rule());
        notes.putAll(annotations);
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", all);
        alert.put("annotations", notes);
        alert.put("endsAt", expiresAfter == 0 ? NO_END : end(payload.time()));
        return MachineMessage.of(ChatOutput.ALERTMANAGER, payload.output(), all, List.of(alert));
    }

    private String end(Instant time) {
        return SidekickPayload.written(time.plusSeconds(expiresAfter));
    }

    /** Labels an alert with a number of dropped events, and returns the alert's priority. */
    private Priority addDrops(Map<String, String> all, String name, String written, Priority priority) {
        long number;
        try {
            number = Long.parseLong(written);
        } catch (NumberFormatException e) {
            return priority;
        }
        Priority least = number == 0 ? Priority.WARNING : drops.otherwise;
        String label = written;
        for (Map.Entry<Long, Priority> threshold :
                number == 0 ? List.<Map.Entry<Long, Priority>>of() : drops.thresholds) {
            if (number > threshold.getKey()) {
                least = threshold.getValue();
                label = ">" + threshold.getKey();
                break;
            }
        }
        all.put(name, label);
        return priority.isAtLeast(least) ? priority : least;
    }

    private static String safe(String name) {
        return UNSAFE.matcher(name).replaceAll("_").replace("__", "_").replaceAll("^_+|_+$", "");
    }

    private static String severity(Priority priority) {
        return switch (priority) {
            case EMERGENCY, ALERT, CRITICAL -> "critical";
            case ERROR, WARNING -> "warning";
            case NOTICE, INFORMATIONAL, DEBUG -> "information";
        };
    }
}
