// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.ResourceTable;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackTechniquesTest {
    private static List<String> findings(String tag) {
        return Lint.check(
                        RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", """
                - {rule: r, desc: d, condition: evt.type = execve and proc.name = nc, output: o, priority: INFO, tags: [TAG]}
                """.replace("TAG", tag)),
                        SensorTypes.of(FalcoVersion.CURRENT))
                .diagnostics()
                .stream()
                .map(Diagnostic::message)
                .toList();
    }

    @Test
    void aTechniqueHasANameAndTactics() {
        assertThat(AttackTechniques.name("T1059.004")).isEqualTo("Unix Shell");
        assertThat(AttackTechniques.tactics("T1053.003"))
                .containsExactly("execution", "persistence", "privilege-escalation");
        assertThat(AttackTechniques.tactics("T9999")).isEmpty();
    }

    /** Of version 19, of earlier ones, for mobile devices and for industrial control. */
    @ParameterizedTest
    @ValueSource(strings = {"T1059.004", "t1059", "mitre_t1059.004", "T1562.001", "T1086", "T1398", "T0800"})
    void whatAVersionHasIsNoFinding(String tag) {
        assertThat(findings(tag)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"T1059.099", "T9999", "mitre_T1999", "T1611.001"})
    void whatNoVersionHasIsOne(String tag) {
        assertThat(findings(tag))
                .singleElement()
                .asString()
                .contains("The tag " + tag + " of rule 'r' is no tactic and no technique of MITRE ATT&CK");
    }

    /** In version 19, in an earlier one, of a technique that is no more, in one of several tactics, by its number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mitre_privilege_escalation, T1611",
                "mitre_execution, mitre-privilege-escalation, mitre_t1611",
                "mitre_stealth, T1070",
                "mitre_defense_evasion, t1070.004",
                "mitre_defense_evasion, T1548.001",
                "mitre_persistence, T1574.006",
                "mitre_defense_evasion, T1562.001",
                "mitre_defense_impairment, T1562.001",
                "mitre_execution, mitre_persistence, T1059",
                "mitre_execution, TA0004, T1611",
                "mitre_execution, T0800",
                "mitre_execution, T1086",
                "execution, T1611",
                "mitre_execution",
                "T1611"
            })
    void tacticAndTechniqueAgree(String tags) {
        assertThat(findings(tags)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mitre_execution, T1611",
                "MITRE-execution, mitre_T1611",
                "mitre_execution, mitre_persistence, T1059, T1611"
            })
    void aTechniqueOfAnotherTacticIsAFinding(String tags) {
        assertThat(findings(tags))
                .singleElement()
                .asString()
                .contains(
                        "The technique T1611 Escape to Host of rule 'r' belongs to no tactic that the rule names: mitre_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mitre_stealth, T1611", "mitre_stealth, T1548", "mitre_execution, T1562.001"})
    void soIsOneThatOnlyLooksLikeIt(String tags) {
        assertThat(findings(tags)).singleElement().asString().contains("belongs to no tactic that the rule names");
    }

    /** Else a misspelt tactic of the table, also of an earlier version, would make a finding of a right tag. */
    @Test
    void theTableHasNoTacticThatTagsDoNotKnow() {
        Set<String> tactics = ResourceTable.rows(AttackTechniques.class, "techniques.tsv", 4).stream()
                .flatMap(row -> AttackTechniques.tacticsEver(row[0]).stream())
                .collect(Collectors.toSet());

        assertThat(tactics)
                .hasSize(16)
                .allSatisfy(tactic -> assertThat(findings("mitre_" + tactic)).isEmpty());
    }
}
