// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the catalogue says of each attack what proves it, and what is not real in it. */
class CataloguePageTest {
    private static final Path PAGE = Path.of("../docs/catalogue.md");
    private static final String RECORDED = "recorded";
    private static final String REAL = "real";
    private static final String PARTLY = "partly simulated";
    private static final String HEAD = """
            # The catalogue

            The attacks by what proves that they took place. `kguard explain shadow-read` tells one in words, `kguard scenarios` lists
            techniques and rules. There is an attack for every public rule of Falco over system calls that a simulation can trigger:
            falco_rules 5.1.0, falco-incubating_rules 6.0.1 and falco-sandbox_rules 6.1.0, of 2026-05-20.
            """;

    @Test
    void thePageIsThatOfTheCatalogue() throws IOException {
        Map<String, List<Scenario>> tactics = new TreeMap<>();
        Path catalogue = Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
        ScenarioCatalogue.ofFiles(List.of(catalogue)).scenarios().stream()
                .filter(scenario -> !scenario.isTwin() && scenario.kind() == Scenario.Kind.CHECKED)
                .filter(scenario -> file(scenario).endsWith("/" + scenario.id() + ".yaml"))
                .forEach(scenario -> tactics.computeIfAbsent(tactic(scenario), tactic -> new ArrayList<>())
                        .add(scenario));
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, Long> classes = tactics.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(CataloguePageTest::realism, TreeMap::new, Collectors.counting()));
        page.append("\n| attacks | number |\n| --- | --- |\n");
        classes.forEach((name, number) ->
                page.append("| ").append(name).append(" | ").append(number).append(" |\n"));
        tactics.forEach((tactic, attacks) -> append(page, tactic, attacks));
        page.append("\n## What is not real\n\n| attack | what is not real |\n| --- | --- |\n");
        tactics.values().stream()
                .flatMap(List::stream)
                .filter(attack -> realism(attack).equals(PARTLY))
                .forEach(attack -> page.append("| ")
                        .append(attack.id())
                        .append(" | ")
                        .append(attack.simulated().replace("|", "\\|"))
                        .append(" |\n"));

        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("-Dkguard.golden=accept writes it again").hasContent(page.toString());
    }

    private static String file(Scenario scenario) {
        return scenario.origin().toString().replaceFirst(":\\d+:\\d+$", "");
    }

    private static String tactic(Scenario scenario) {
        return String.valueOf(Path.of(file(scenario)).getParent().getFileName());
    }

    private static String realism(Scenario scenario) {
        if (scenario.recording() != null) {
            return RECORDED;
        }
        return scenario.simulated().isEmpty() ? REAL : PARTLY;
    }

    private static void append(StringBuilder page, String tactic, List<Scenario> attacks) {
        page.append("\n## ").append(tactic.replace('-', ' ')).append("\n\n");
        page.append("| proof | attacks |\n| --- | --- |\n");
        attacks.stream()
                .collect(Collectors.groupingBy(
                        CataloguePageTest::proof,
                        TreeMap::new,
                        Collectors.mapping(Scenario::id, Collectors.joining(", "))))
                .forEach((proof, names) -> page.append("| ")
                        .append(proof)
                        .append(" | ")
                        .append(names)
                        .append(" |\n"));
    }

    private static String proof(Scenario attack) {
        if (attack.recording() != null) {
            return RECORDED;
        }
        if (!attack.effects().isEmpty()) {
            return "effect";
        }
        if (attack.steps().isEmpty()) {
            return "its pods run";
        }
        Output output = new Output();
        attack.steps().forEach(step -> step.accept(output));
        return output.required ? "output" : "exit status";
    }

    /** Whether a step must print something. */
    private static final class Output implements Step.Visitor {
        private boolean required;

        @Override
        public void visit(Step.Exec step) {
            required |= step.output() != null;
        }

        @Override
        public void visit(Step.Kubectl step) {
            required |= step.output() != null;
        }
    }
}
