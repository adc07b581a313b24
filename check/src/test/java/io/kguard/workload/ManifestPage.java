// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code docs/manifests.md}, from the table of fields. */
final class ManifestPage {
    private static final String HEAD = """
            # Manifests of pods

            What happens to each field of a pod's manifest, also in a file that `kubectl` applies and in a workload's template. Other fields
            are refused. A value that asks for nothing, such as `hostUsers: true`, may always be written.

            | word | meaning |
            | --- | --- |
            | done | It has its effect. Of some fields only the values after the colon are taken |
            | no effect | It has none in Kubernetes either, or nothing in a pod depends on it |
            | refused | A manifest with it is refused |
            | named | It is not simulated. The reports of the scenario name it |
            | named, no silence | The same, and no rule counts as silent: with the field, the act might go another way |
            """;

    private ManifestPage() {}

    static String text(Map<String, Class<?>> objects) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## Fields\n\n| object | fields | what happens to them |\n| --- | --- | --- |\n");
        Map<String, String> rows = new LinkedHashMap<>(); // the objects by what is the same for them
        for (String type : objects.keySet()) {
            Map<String, String> fates = new LinkedHashMap<>();
            ManifestField.all().stream()
                    .filter(row -> row.type().equals(type))
                    .forEach(row -> fates.merge(fate(row), "`" + row.name() + "`", (one, more) -> one + ", " + more));
            fates.forEach((fate, names) ->
                    rows.merge(" | " + names + " | " + fate + " |\n", type, (one, more) -> one + ", " + more));
        }
        rows.forEach((row, types) -> page.append("| ").append(types).append(row));
        return page.toString();
    }

    private static String fate(ManifestField row) {
        String values = values(row.values());
        String text = row.text().isEmpty() ? "" : ". " + row.text();
        return switch (row.fate()) {
            case DONE -> "done" + (values.isEmpty() ? "" : ": " + values) + text;
            case IGNORED -> "no effect" + text;
            case REFUSED -> "refused" + (values.isEmpty() ? "" : ", except " + values) + text;
            case NAMED -> "named" + (values.isEmpty() ? "" : ", except " + values) + text;
            case WEIGHTY -> "named, no silence" + (values.isEmpty() ? "" : ", except " + values) + text;
        };
    }

    private static String values(Collection<String> values) {
        return values.stream()
                .filter(value -> !value.isEmpty())
                .map(value -> "`" + value + "`")
                .collect(Collectors.joining(", "));
    }
}
