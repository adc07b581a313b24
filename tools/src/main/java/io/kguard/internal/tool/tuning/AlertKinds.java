// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.engine.Alert;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects alerts by kind. Thread-safe. */
final class AlertKinds {
    private static final int MAX_KINDS = 10_000;
    private static final int MAX_VALUE = 512;
    /** Ids of containers and pods, numbers of processes, and a client's port are others the next time. */
    private static final Pattern PASSING =
            Pattern.compile("[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|/proc/[0-9]+|->");

    /**
     * The runtime starts the processes of containers. Whether its process or the one above is the parent depends on which
     * ends first.
     */
    private static final Pattern RUNTIME = Pattern.compile("runc(:.*)?|crun|conmon|containerd-shim.*|dockerd");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\uFFFD]");

    /** What Falco shows where it knows nothing. */
    private static final Set<String> UNKNOWN = Set.of("", "<NA>", "incomplete", "null");

    private final Map<String, Map<List<Object>, AlertKind>> byRule = new LinkedHashMap<>();

    /** The fields that the alerts of a rule must have, to be collected. */
    public static List<String> fields(Rule rule) {
        return ExceptionFields.of(rule).all();
    }

    /**
     * Takes an alert.
     *
     * @param origin the scenario or recording
     * @param run the number of the run of the scenario, from 0; a recording has only one
     */
    public synchronized void add(String origin, int run, Alert alert) {
        Map<String, String> values = values(alert.rule(), alert.fields()::get);
        Map<List<Object>, AlertKind> kinds = byRule.computeIfAbsent(alert.ruleName(), rule -> new LinkedHashMap<>());
        List<Object> key = List.of(origin, values);
        AlertKind known = kinds.get(key);
        if (known != null) {
            Set<Integer> runs = new HashSet<>(known.runs());
            runs.add(run);
            kinds.put(key, new AlertKind(origin, values, known.message(), known.count() + (run == 0 ? 1 : 0), runs));
        } else if (kinds.size() < MAX_KINDS) {
            kinds.put(key, new AlertKind(origin, values, alert.message(), run == 0 ? 1 : 0, Set.of(run)));
        } else {
            throw new TooManyKindsException("The rule \"" + alert.ruleName() + "\" raises more than " + MAX_KINDS
                    + " different alerts. What they have in common can't be told: tune it by hand.");
        }
    }

    /**
     * The values of an alert that an exception of its rule can hold.
     *
     * @param told the alert's values by the names of fields; null where it says nothing
     */
    static Map<String, String> values(Rule rule, Function<String, @Nullable Object> told) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : fields(rule)) {
            String value = text(told.apply(field));
            if (!value.isEmpty() && isTelling(field, value)) {
                values.put(field, value);
            }
        }
        // above the runtime, too, it depends on timing who is an ancestor
        if (!values.containsKey("proc.pname")) {
            values.remove("proc.aname[2]");
        }
        if (!values.containsKey("proc.aname[2]")) {
            values.remove("proc.aname[3]");
        }
        return values;
    }

    /** The kinds of alerts of a rule. */
    public synchronized List<AlertKind> of(String rule) {
        return new ArrayList<>(byRule.getOrDefault(rule, Map.of()).values());
    }

    private static boolean isTelling(String field, String value) {
        return switch (field) {
            case "container.id" -> value.equals("host");
            case "proc.pname", "proc.aname[2]", "proc.aname[3]" ->
                !RUNTIME.matcher(value).matches();
            default -> true;
        };
    }

    /** The value as an exception holds it; empty if it can't hold it. */
    private static String text(@Nullable Object value) {
        if (value == null || value instanceof List<?>) {
            return "";
        }
        String text = value.toString();
        boolean usable = !UNKNOWN.contains(text)
                && text.length() <= MAX_VALUE
                && !UNPRINTABLE.matcher(text).find()
                && !PASSING.matcher(text).find();
        return usable ? text : "";
    }
}
