// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report of {@code kguard:mutate} that lies beside the report of {@code kguard:verify}, as a table of that. */
final class MutationTable {
    private MutationTable() {}

    /**
     * The table; empty if {@code kguard:mutate} left no report in the folder.
     *
     * @throws IOException if the report can't be read
     */
    static Optional<Table> in(Path folder) throws IOException {
        Path file = folder.resolve(Mutation.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode report;
        try {
            report = JsonMapper.builder().build().readTree(Files.readString(file, UTF_8));
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged. Remove it, or run kguard:mutate again.", e);
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode rule : report.path("byRule")) {
            List<String> surviving = new ArrayList<>();
            for (JsonNode mutant : rule.path("surviving")) {
                surviving.add(mutant.path("file").asString("") + ":"
                        + mutant.path("line").asInt(0) + ": "
                        + mutant.path("change").asString(""));
            }
            if (!surviving.isEmpty()) {
                rows.add(List.of(
                        rule.path("rule").asString(""),
                        rule.path("killed").asInt(0) + " of "
                                + rule.path("mutants").asInt(0),
                        String.join("\n", surviving)));
            }
        }
        String summary = "kguard:mutate found that checks notice "
                + report.path("killed").asInt(0) + " of "
                + report.path("mutants").asInt(0) + " small changes of the rules. It ran at "
                + Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS)
                + "; the rules may have changed since.";
        return Optional.of(
                new Table("Mutation", summary, List.of("Rule", "Noticed", "Changes that no check notices"), rows));
    }
}
