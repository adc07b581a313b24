// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.lint.AttackTechniques;
import io.kguard.scenario.ScenarioCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TechniquesTest {
    @Test
    void eachTechniqueOfTheCatalogueHasANameAndATactic() throws Exception {
        Path scenarios = Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
        Set<String> used = ScenarioCatalogue.ofFiles(List.of(scenarios)).scenarios().stream()
                .flatMap(scenario -> scenario.techniques().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).hasSizeGreaterThan(60).allSatisfy(technique -> {
            assertThat(AttackTechniques.name(technique)).isNotEmpty();
            assertThat(AttackTechniques.tactics(technique)).isNotEmpty();
        });
    }

    @Test
    void oneWithoutANameIsShownByItsIdAlone() {
        assertThat(Techniques.named(List.of("T1059.004", "T9999"))).isEqualTo("T1059.004 Unix Shell, T9999");
    }
}
