// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.report.RuleFigures.Mutants;
import io.kguard.internal.report.RuleFigures.Survivor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnnoticedChangesTest {
    private static RuleEntry rule(List<Survivor> surviving) {
        return new RuleEntry(
                new RuleEntry.Declared(
                        "A rule",
                        "",
                        "Notice",
                        "syscall",
                        List.of(),
                        new SourcePlace("r.yaml", 1, 1),
                        "a = 1 and b = 2"),
                "",
                false,
                new RuleEntry.Shown(true, true, Optional.empty()),
                RuleEntry.Shown.NONE,
                new RuleFigures(Optional.of(new Mutants(20, surviving)), Optional.empty(), Optional.empty()));
    }

    /** A rule with long lists has hundreds: each part is to be seen, and the rest to be counted. */
    @Test
    void someOfEachPartAreShownAndTheRestIsCounted() {
        List<Survivor> surviving = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            surviving.add(new Survivor(
                    "removing item " + i,
                    "list items",
                    "an act with " + i,
                    "",
                    i,
                    new SourcePlace("r.yaml", 3, i + 1)));
        }
        surviving.add(
                new Survivor("removing all", "own clauses", "a twin", "", 0, new SourcePlace("macros.yaml", 3, 1)));

        UnnoticedChanges changes = UnnoticedChanges.of(rule(surviving));

        assertThat(changes.groups())
                .extracting(UnnoticedChanges.Group::part)
                .containsExactly("list items", "own clauses");
        assertThat(changes.groups().get(0).changes()).hasSize(3);
        assertThat(changes.groups().get(0).changes().get(2))
                .isEqualTo(new UnnoticedChanges.Change(3, "removing item 2", "an act with 2", "line 3"));
        assertThat(changes.groups().get(1).changes())
                .containsExactly(new UnnoticedChanges.Change(4, "removing all", "a twin", "macros.yaml:3"));
        assertThat(changes.left()).isEqualTo(6);
        assertThat(UnnoticedChanges.of(rule(List.of()))).isEqualTo(UnnoticedChanges.NONE);
    }
}
