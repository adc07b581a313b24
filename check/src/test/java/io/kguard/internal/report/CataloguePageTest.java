// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.Step;
import io.kguard.workload.StandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the catalogue says of each attack what is run, what proves it, and what is not real in it. */
class CataloguePageTest {
    private static final Path PAGE = Path.of("../docs/catalogue.md");
    private static final int LONGEST = 40;
    private static final String RECORDED = "recorded";
    private static final String REAL = "real";
    private static final String HEAD = """
            # The catalogue

            Each attack that is played, what is run in it, and what proves that it took place; and each that is recorded, as events of a log.
            `kguard scenarios --scenario=shadow-read` tells one in words, its further values, and its twin.
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
        return scenario.simulated().isEmpty() ? REAL : "partly simulated";
    }

    private static void append(StringBuilder page, String tactic, List<Scenario> attacks) {
        page.append("\n## ").append(tactic.replace('-', ' ')).append("\n\n");
        page.append("| attack | what is run | proof |\n| --- | --- | --- |\n");
        Map<Boolean, List<Scenario>> recorded =
                attacks.stream().collect(Collectors.partitioningBy(attack -> attack.recording() != null));
        for (Scenario attack : recorded.get(false)) {
            String unreal = attack.simulated().replace("|", "\\|");
            page.append("| ")
                    .append(name(attack))
                    .append(" | ")
                    .append(run(attack))
                    .append(unreal.isEmpty() ? "" : ". Not real: " + unreal)
                    .append(" | ")
                    .append(proof(attack))
                    .append(" |\n");
        }
        if (!recorded.get(true).isEmpty()) {
            page.append("\nRecorded: ")
                    .append(recorded.get(true).stream()
                            .map(CataloguePageTest::name)
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
    }

    private static String name(Scenario attack) {
        return attack.id() + " (" + String.join(", ", attack.techniques()) + ")";
    }

    private static String run(Scenario attack) {
        if (attack.steps().isEmpty()) {
            return "the start of its pods";
        }
        Command command = new Command();
        Step last = attack.steps().get(attack.steps().size() - 1);
        Step first = attack.steps().get(0);
        first.accept(command);
        String text = command.text;
        if (last != first) {
            last.accept(command);
            text += ", then " + command.text;
        }
        return text;
    }

    private static String proof(Scenario attack) {
        if (!attack.effects().isEmpty()) {
            return "effect";
        }
        Command command = new Command();
        attack.steps().forEach(step -> step.accept(command));
        return command.proven ? "output" : attack.steps().isEmpty() ? "its pods run" : "exit status";
    }

    /** What a step runs, as a reader knows it. */
    private static final class Command implements Step.Visitor {
        private String text = "";
        private boolean proven;

        @Override
        public void visit(Step.Exec step) {
            take(step.command(), step.output() != null);
        }

        @Override
        public void visit(Step.Kubectl step) {
            List<String> words = new ArrayList<>(List.of("kubectl"));
            words.addAll(step.args());
            take(words, step.output() != null);
        }

        private void take(List<String> words, boolean hasOutput) {
            proven |= hasOutput;
            String all = String.join(" ", words)
                    .replaceAll("\\s+", " ")
                    .replace(StandIns.FOLDER + "/", "stand-in ")
                    .replace(StandIns.ACTOR, "system calls:")
                    .strip();
            String cut = all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "...";
            text = "`` " + cut.replace("|", "\\|").replace("`", "'") + " ``";
        }
    }
}
