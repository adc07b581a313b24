// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.workload.StandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No scenario of the catalogue is one that nothing would miss. The page has a file by the id of its attack. An attack without a twin
 * does not show that its rules can be silent, and one without a proof may fire its rules and do nothing.
 */
class UnnoticedScenariosTest {
    private static final Path SHIPPED = Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    /** Which images are allowed only a user's macro knows. */
    private static final Set<String> WITHOUT_TWIN = Set.of("container-not-allowed");

    @Test
    void everyScenarioOfTheCatalogueWouldBeMissed() throws IOException {
        assertThat(unnoticed(SHIPPED, WITHOUT_TWIN)).isEmpty();
        assertThat(unnoticed(SHIPPED, Set.of())).as("without the exception").hasSize(1);
    }

    @Test
    void anotherOneIsRefused(@TempDir Path folder) throws IOException {
        String whole = """
                scenario: shadow-read
                title: The password hashes are read
                attack: [T1003.008]
                pods: [{metadata: {name: web-0}, spec: {containers: [{name: web, image: base}]}}]
                steps: [{exec: {pod: web-0, command: [cat, /etc/shadow], output: "root:"}}]
                fires: [A rule]
                twin: {scenario: passwd-read, steps: [{exec: {pod: web-0, command: [cat, /etc/passwd]}}]}
                """;
        Path file = Files.writeString(folder.resolve("shadow-read.yaml"), whole);
        assertThat(unnoticed(folder, Set.of())).isEmpty();

        Files.writeString(file, whole.replace(", output: \"root:\"", ""));
        assertThat(unnoticed(folder, Set.of())).containsExactly("shadow-read.yaml: nothing proves the attack");
        Files.writeString(file, whole.replaceAll("twin: .*", ""));
        assertThat(unnoticed(folder, Set.of())).containsExactly("shadow-read.yaml: the attack has no twin");
        Files.writeString(file, whole.replace("shadow-read", "hashes-read"));
        assertThat(unnoticed(folder, Set.of())).containsExactly("shadow-read.yaml: its id is hashes-read");
    }

    /** What is wrong with the scenarios of a folder. */
    private static List<String> unnoticed(Path folder, Set<String> withoutTwin) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : ScenarioFolder.of(folder).files()) {
            List<Scenario> scenarios = ScenarioReader.read(file);
            Scenario attack = scenarios.get(0);
            String name = file.getFileName().toString();
            if (!name.equals(attack.id() + ".yaml")) {
                faults.add(name + ": its id is " + attack.id());
            }
            Set<Expectation.Outcome> outcomes =
                    attack.expectations().stream().map(Expectation::outcome).collect(Collectors.toSet());
            boolean fires = attack.requirement() == null && outcomes.contains(Expectation.Outcome.FIRES);
            if (fires
                    && !withoutTwin.contains(attack.id())
                    && scenarios.stream().noneMatch(Scenario::isTwin)) {
                faults.add(name + ": the attack has no twin");
            }
            if (fires && !isProven(attack)) {
                faults.add(name + ": nothing proves the attack");
            }
        }
        return faults;
    }

    /** Whether something shows that an attack took place: recorded events, an effect, what a step prints, how it ends, or the pods. */
    private static boolean isProven(Scenario attack) {
        Proof proof = new Proof();
        attack.steps().forEach(step -> step.accept(proof));
        return attack.recording() != null
                || !attack.effects().isEmpty()
                || attack.steps().isEmpty()
                || proof.found;
    }

    /** Whether a step proves what it did. */
    private static final class Proof implements Step.Visitor {
        private boolean found;

        /** kguard's own programs end with 0 only if all that they were told took place. */
        @Override
        public void visit(Step.Exec step) {
            String program = step.command().get(0);
            boolean isOurs = program.startsWith(StandIns.FOLDER + "/")
                    || program.equals(StandIns.ACTOR)
                    || program.equals("kguard-actor");
            found |= step.output() != null || step.exit() > 0 || step.exit() == 0 && isOurs;
        }

        @Override
        public void visit(Step.Kubectl step) {
            found |= step.output() != null || step.error() != null || step.exit() > 0;
        }
    }
}
