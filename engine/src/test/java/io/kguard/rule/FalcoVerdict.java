// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Falco 0.40's result for a rule file, from its JSON. */
record FalcoVerdict(boolean successful, boolean schemaWarnings, List<Entry> errors, List<Entry> warnings) {

    /** An error or warning. Locations are without the file and without positions in conditions. */
    record Entry(String code, String message, List<String> locations) {}

    static FalcoVerdict read(Path json) throws IOException {
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(json));
        if (!(root.get("falco_load_results") instanceof List<?> results)) {
            Entry fatal = new Entry("", String.valueOf(root.get("error")), List.of());
            return new FalcoVerdict(false, false, List.of(fatal), List.of());
        }
        Map<?, ?> result = (Map<?, ?>) results.get(0);
        return new FalcoVerdict(
                (Boolean) result.get("successful"),
                result.get("schema_warnings") instanceof List<?> warnings && !warnings.isEmpty(),
                entries(result.get("errors")),
                entries(result.get("warnings")));
    }

    private static List<Entry> entries(Object list) {
        List<Entry> entries = new ArrayList<>();
        for (Object element : (List<?>) list) {
            Map<?, ?> entry = (Map<?, ?>) element;
            List<String> locations = new ArrayList<>();
            for (Object item : (List<?>) ((Map<?, ?>) entry.get("context")).get("locations")) {
                Map<?, ?> location = (Map<?, ?>) item;
                Map<?, ?> position = (Map<?, ?>) location.get("position");
                boolean inText = location.get("item_type").equals("condition expression");
                if (!inText) {
                    locations.add(location.get("item_type") + " '" + location.get("item_name") + "' at "
                            + ((Integer) position.get("line") + 1) + ":" + ((Integer) position.get("column") + 1));
                }
            }
            entries.add(new Entry((String) entry.get("code"), (String) entry.get("message"), locations));
        }
        return entries;
    }

    /** The entry for a diagnostic. */
    static Entry of(Diagnostic diagnostic) {
        List<String> locations = diagnostic.locations().stream()
                .filter(location -> location.kind() != Location.Kind.CONDITION_EXPRESSION)
                .map(location -> location.kind().label() + " '" + location.name() + "' at "
                        + location.position().line() + ":" + location.position().column())
                .toList();
        return new Entry(diagnostic.code().name(), diagnostic.message(), locations);
    }
}
