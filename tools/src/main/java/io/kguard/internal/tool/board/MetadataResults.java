// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code metadata.json} says: which rules change if the metadata of containers is late or missing.
 *
 * @param arrival {@code late} or {@code none}
 * @param silenced the rules that go silent, each with the scenarios
 * @param raised the rules that begin to fire, each with the scenarios
 * @param inDoubt the scenarios that show nothing, each with the reason
 */
record MetadataResults(
        String arrival,
        Map<String, List<String>> silenced,
        Map<String, List<String>> raised,
        Map<String, String> inDoubt) {
    static final String FILE = "metadata.json";

    MetadataResults {
        silenced = new LinkedHashMap<>(silenced);
        raised = new LinkedHashMap<>(raised);
        inDoubt = new LinkedHashMap<>(inDoubt);
    }

    /**
     * Reads them.
     *
     * @param known the rules of the run
     * @throws IOException if the file is damaged, or of another run
     */
    static MetadataResults read(Path folder, Set<String> known) throws IOException {
        JsonPart json = JsonPart.read(folder, FILE);
        Map<String, String> inDoubt = new LinkedHashMap<>();
        for (JsonPart one : json.list("inDoubt")) {
            inDoubt.put(one.text("scenario"), one.text("reason"));
        }
        return new MetadataResults(
                json.text("metadata"), rules(json, "silenced", known), rules(json, "raised", known), inDoubt);
    }

    private static Map<String, List<String>> rules(JsonPart json, String key, Set<String> known) throws IOException {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        for (JsonPart one : json.list(key)) {
            String rule = one.text("rule");
            if (!known.contains(rule)) {
                throw one.damaged(
                        "the rule \"" + rule + "\" is not in " + RunResults.FILE + ": the files are of two runs");
            }
            rules.put(rule, one.texts("scenarios"));
        }
        return rules;
    }
}
