// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How settings of Falcosidekick change each alert.
 *
 * @param customFields fields that each alert gets
 * @param templatedFields fields that each alert gets, by what its other fields are
 * @param tags tags that each alert gets
 * @param bracket what is in place of an opening bracket in the names of fields; empty for the bracket
 * @param format {@code outputFieldFormat}; empty to leave texts as they are
 */
record PayloadChanges(
        Map<String, String> customFields,
        Map<String, GoTemplate> templatedFields,
        List<String> tags,
        String bracket,
        String format) {
    static final PayloadChanges NONE = new PayloadChanges(Map.of(), Map.of(), List.of(), "", "");

    /** A text of Falco: time, priority, and the rest. */
    private static final Pattern OF_FALCO = Pattern.compile(
            "[0-9:]+\\.[0-9]+: (?:Debug|Informational|Notice|Warning|Error|Critical|Alert|Emergency) ",
            Pattern.CASE_INSENSITIVE);

    private static final int WORDS = 3;

    PayloadChanges {
        customFields = new TreeMap<>(customFields);
        templatedFields = new TreeMap<>(templatedFields);
        tags = List.copyOf(tags);
    }

    /** The fields with those that the settings add. */
    Map<String, @Nullable Object> fields(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> all = new TreeMap<>(given);
        all.putAll(customFields);
        templatedFields.forEach((name, template) -> all.put(name, text(template, all)));
        return all;
    }

    /** Falcosidekick logs an error and takes what it has until then. That may be nothing. */
    private static String text(GoTemplate template, Map<String, @Nullable Object> fields) {
        try {
            return template.text(fields);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The alert with other names of fields, and another text. */
    SidekickPayload of(SidekickPayload payload) {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        payload.outputFields()
                .forEach((name, value) -> fields.put(
                        bracket.isEmpty() || !name.contains("[")
                                ? name
                                : name.replace("]", "").replace("[", bracket),
                        value));
        return payload.with(fields, text(payload));
    }

    private String text(SidekickPayload payload) {
        List<String> words = new ArrayList<>(List.of(payload.output().split(" ", -1)));
        if (format.isEmpty()
                || words.size() < WORDS
                || !OF_FALCO.matcher(payload.output()).find()) {
            return payload.output();
        }
        String time = words.get(0).endsWith(":")
                ? words.get(0).substring(0, words.get(0).length() - 1)
                : words.get(0);
        String text = format.replace("<timestamp>", time)
                .replace("<priority>", payload.priority().label())
                .replace("<output>", String.join(" ", words.subList(2, words.size())))
                .replace("<custom_fields>", assigned(customFields.keySet(), payload))
                .replace("<templated_fields>", assigned(templatedFields.keySet(), payload))
                .replace("<tags>", String.join(",", payload.tags()));
        for (String end : List.of(" ", "( )", "()", " ")) {
            text = text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
        }
        return text;
    }

    private static String assigned(Iterable<String> names, SidekickPayload payload) {
        List<String> assigned = new ArrayList<>();
        names.forEach(name -> assigned.add(name + "=" + payload.outputFields().get(name)));
        return String.join(" ", assigned);
    }
}
