// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each attack of the catalogue that is played proves by an effect, or by an output that it does not bring itself, that it took place. */
class AttackProofTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    /** Attacks without such a proof, and why. */
    private static final Map<String, String> WITHOUT = Map.of(
            "new-listening-port", "the program listens, or ends with another exit status",
            "udp-exfiltration", "the datagram is sent, or the program ends with another exit status",
            "node-refused",
                    "the attack is an attempt, and the API server refuses it: kubectl shows it on its standard error",
            "port-forward-refused", "the same",
            "secret-read-refused", "the same");

    @Test
    void eachAttackProvesThatItTookPlace() {
        Map<String, String> without = new TreeMap<>();
        List<Scenario> attacks = ScenarioCatalogue.ofFiles(List.of(CATALOGUE)).scenarios().stream()
                .filter(scenario -> scenario.kind() == Scenario.Kind.CHECKED
                        && !scenario.isTwin()
                        && scenario.recording() == null
                        && !scenario.steps().isEmpty())
                .toList();
        for (Scenario attack : attacks) {
            String missing = Proof.missing(attack, attack);
            if (!missing.isEmpty()) {
                without.put(attack.id(), missing);
            }
        }

        assertThat(attacks).hasSizeGreaterThan(145);
        assertThat(without.keySet()).as(String.valueOf(without)).isEqualTo(WITHOUT.keySet());
    }
}
