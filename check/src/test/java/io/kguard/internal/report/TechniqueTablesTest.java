// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of the techniques says for each attack of well-known lists which scenario plays it, or why none does. The lists are in
 * {@code techniques/*.tsv}.
 */
class TechniqueTablesTest {
    private static final Path PAGE = Path.of("../docs/techniques.md");
    private static final Path LISTS = Path.of("src/test/resources/techniques");
    private static final List<String> ORDER = List.of("attack", "microsoft", "peirates", "goat", "stratus");

    private static final String HEAD = """
            # Techniques

            Which attacks of well-known lists [the catalogue](catalogue.md) plays, or why no rule sees an attack. The public rules of
            system calls are those of falco_rules 5.1.0, falco-incubating_rules 6.0.1 and falco-sandbox_rules 6.1.0, of 2026-05-20.
            """;

    private final Map<String, Scenario> attacks = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    TechniqueTablesTest() {
        Path catalogue = Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
        ScenarioCatalogue.ofFiles(List.of(catalogue)).scenarios().stream()
                .filter(scenario -> !scenario.isTwin() && scenario.kind() == Scenario.Kind.CHECKED)
                .forEach(scenario -> attacks.put(scenario.id(), scenario));
    }

    @Test
    void thePageIsThatOfTheCatalogue() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (String list : ORDER) {
            append(page, Files.readAllLines(LISTS.resolve(list + ".tsv")));
        }

        assertThat(mistakes).isEmpty();
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("-Dkguard.golden=accept writes it again").hasContent(page.toString());
    }

    private void append(StringBuilder page, List<String> lines) {
        String[] head = lines.get(0).substring(2).split("\\|", -1);
        page.append("\n## ").append(head[0]).append("\n\n");
        if (!head[1].isEmpty()) {
            page.append(head[1]).append("\n\n");
        }
        page.append("| technique | scenarios, or why there is none |\n| --- | --- |\n");
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = Arrays.asList(line.split("\t", -1));
            boolean attack = head[0].startsWith("MITRE");
            String name = attack ? row.get(0) + " " + row.get(1) : row.get(0);
            String scenarios = row.get(row.size() - 2);
            List<Scenario> found = scenarios.equals("=") ? of(row.get(0)) : named(scenarios);
            String reason = row.get(row.size() - 1);
            boolean none = scenarios.equals("-");
            if (none == reason.isEmpty() || !none && found.isEmpty()) {
                mistakes.add(name + ": a scenario or a reason, and not both");
            }
            if (none && attack && !of(row.get(0)).isEmpty()) {
                mistakes.add(name + ": the catalogue has " + of(row.get(0)));
            }
            page.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(
                            none
                                    ? "none: " + reason
                                    : found.stream().map(Scenario::id).collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
    }

    /** The scenarios of a technique and its sub-techniques that are played. Those of a matrix are further ones of the same attack. */
    private List<Scenario> of(String technique) {
        return attacks.values().stream()
                .filter(scenario -> isPlayed(scenario) && scenario.requirement() == null)
                .filter(scenario -> scenario.techniques().stream()
                        .anyMatch(own -> own.equals(technique) || own.startsWith(technique + ".")))
                .filter(scenario -> scenario.origin()
                        .toString()
                        .replaceFirst(":\\d+:\\d+$", "")
                        .endsWith("/" + scenario.id() + ".yaml"))
                .toList();
    }

    private static boolean isPlayed(Scenario scenario) {
        Recording recording = scenario.recording();
        return recording == null || recording.kind() == Recording.Kind.AUDIT;
    }

    private List<Scenario> named(String ids) {
        List<Scenario> found = new ArrayList<>();
        for (String id : ids.split(" ")) {
            Scenario scenario = attacks.get(id);
            if (scenario != null) {
                found.add(scenario);
            } else if (!id.equals("-")) {
                mistakes.add("there is no attack " + id);
            }
        }
        return found;
    }
}
