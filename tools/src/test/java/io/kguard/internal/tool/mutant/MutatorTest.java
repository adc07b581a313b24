// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose part of a condition a change is in, and which act notices it. */
class MutatorTest {
    @TempDir
    Path folder;

    private List<Mutant> mutants(String first, String more) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                - macro: started
                  condition: evt.type = execve and proc.tty != 0
                - macro: alone
                  condition: proc.cwd = /tmp
                - macro: known
                  condition: proc.pname = cron
                - rule: First
                  desc: d
                  condition: %s
                  output: o
                  priority: INFO
                - rule: Second
                  desc: d
                  condition: %s
                  output: o
                  priority: INFO
                """.formatted(first, more));
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).load(List.of(file)), EngineOptions.of(FalcoVersion.CURRENT));
        Rule rule = rules.rules().get(0);
        return Mutator.mutants(rule, rules.fields(rule), SharedMacros.of(rules.rules()));
    }

    private static Mutant find(List<Mutant> mutants, String change) {
        return mutants.stream()
                .filter(mutant -> mutant.description().equals(change))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        mutants.stream().map(Mutant::description).toList().toString()));
    }

    @Test
    void eachChangeBelongsToOneGroup() throws IOException {
        List<Mutant> mutants = mutants(
                "started and alone and proc.name in (sh, ash) and not known and not proc.pname in (a, b)", "started");

        assertThat(find(mutants, "removing alone").group()).isEqualTo(Mutant.Group.OWN);
        assertThat(find(mutants, "/tm in place of /tmp in proc.cwd = /tmp in the macro alone")
                        .group())
                .as("no other rule uses it")
                .isEqualTo(Mutant.Group.OWN);
        assertThat(find(mutants, "removing started").group()).isEqualTo(Mutant.Group.OWN);
        assertThat(find(mutants, "removing proc.tty != 0 in the macro started").group())
                .isEqualTo(Mutant.Group.SHARED_MACRO);
        assertThat(find(mutants, "removing not known").group()).isEqualTo(Mutant.Group.EXCEPTION);
        assertThat(find(mutants, "cro in place of cron in proc.pname = cron in the macro known")
                        .group())
                .isEqualTo(Mutant.Group.EXCEPTION);
        assertThat(find(mutants, "removing ash from the list of proc.name in").group())
                .isEqualTo(Mutant.Group.LIST_ITEM);
        assertThat(find(mutants, "removing a from the list of proc.pname in").group())
                .isEqualTo(Mutant.Group.LIST_ITEM);
    }

    @Test
    void aConditionOfOneCheckIsReplacedByTheExistenceOfItsField() throws IOException {
        Mutant whole = find(mutants("proc.name = sh", "started"), "proc.name exists in place of proc.name = sh");
        Mutant negated = find(mutants("not alone", "alone"), "proc.cwd exists in place of not alone");

        assertThat(whole.group()).isEqualTo(Mutant.Group.WHOLE);
        assertThat(whole.advice())
                .isEqualTo("a twin in which `proc.name = sh` is false and `proc.name exists` is true");
        assertThat(negated.group()).as("though another rule uses the macro").isEqualTo(Mutant.Group.WHOLE);
        assertThat(negated.macro()).isEmpty();
    }

    @Test
    void aConditionThatIsTheExistenceOrHasMoreClausesHasNoSuchChange() throws IOException {
        for (String condition : List.of("proc.name exists", "proc.name = sh and proc.tty != 0", "evt.type = open")) {
            assertThat(mutants(condition, "started"))
                    .as(condition)
                    .noneMatch(mutant -> mutant.group() == Mutant.Group.WHOLE);
        }
    }

    @Test
    void anotherRuleWithTheMacroMakesItShared() throws IOException {
        assertThat(find(
                                mutants("alone and proc.tty != 0", "not alone"),
                                "/tm in place of /tmp in proc.cwd = /tmp in the macro alone")
                        .group())
                .isEqualTo(Mutant.Group.SHARED_MACRO);
    }

    @Test
    void theAdviceNamesTheNearestAct() throws IOException {
        List<Mutant> mutants = mutants(
                "evt.type = open and proc.tty != 0 and (proc.name = sh or fd.name startswith /etc/)"
                        + " and not (proc.pname = cron and user.uid < 10) and not proc.cwd in (/a, /b)",
                "evt.type = close");

        assertThat(find(mutants, "removing proc.tty != 0").advice())
                .isEqualTo("a twin in which `proc.tty != 0` is false and all else is as in the attack");
        assertThat(find(mutants, "removing proc.name = sh").advice())
                .isEqualTo("an attack in which `proc.name = sh` is true and the rest of its or is false");
        assertThat(find(mutants, "removing not (proc.pname = cron and user.uid < 10)")
                        .advice())
                .isEqualTo(
                        "a twin in which `proc.pname = cron and user.uid < 10` is true and all else is as in the attack");
        assertThat(find(mutants, "removing proc.pname = cron").advice())
                .isEqualTo("an attack in which `proc.pname = cron` is false and the rest of its exception is true");
        assertThat(find(mutants, "<= in place of < in user.uid < 10").advice())
                .isEqualTo("an attack in which `user.uid` is exactly `10`");
        assertThat(find(mutants, "removing /a from the list of proc.cwd in").advice())
                .isEqualTo("a twin in which `proc.cwd` is `/a`");
        assertThat(find(mutants, "contains in place of startswith in fd.name startswith /etc/")
                        .advice())
                .isEqualTo("a twin in which `fd.name` has `/etc/`, but not at its start");
    }
}
