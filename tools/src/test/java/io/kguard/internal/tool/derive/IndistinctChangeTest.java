// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change that does not count must be one that nothing can notice. */
@Tag("trust")
class IndistinctChangeTest {
    private static final int SOME = 12;

    @TempDir
    Path folder;

    private static RuleSet rules(Path file) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).load(List.of(file)),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL));
    }

    private Optional<String> proof(String condition, String change) throws IOException {
        RuleSet rules = rules(Files.writeString(folder.resolve("rules.yaml"), """
                - macro: never_true
                  condition: (evt.num=0)
                - rule: A rule
                  desc: d
                  condition: %s
                  output: o
                  priority: INFO
                """.formatted(condition)));
        Rule rule = rules.rules().get(0);
        List<Mutant> mutants = Mutator.mutants(rule, rules.fields(rule));
        Mutant mutant = mutants.stream()
                .filter(each -> each.description().equals(change))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        mutants.stream().map(Mutant::description).toList().toString()));
        return IndistinctChange.proof(rule, mutant, rules.fields(rule));
    }

    @Test
    void anExceptionThatNeverHoldsCanGo() throws IOException {
        assertThat(proof("evt.type = execve and proc.name = sh and not never_true", "removing not never_true"))
                .contains("the number of an event is at least 1");
    }

    @Test
    void anItemThatAnotherClauseExcludesCanGo() throws IOException {
        String condition = "evt.type = execve and proc.name in (sh, id) and not proc.name in (sh, ash)";
        assertThat(proof(condition, "removing ash from the list of proc.name in"))
                .isPresent();
        assertThat(proof(condition, "removing id from the list of proc.name in"))
                .isEmpty();
    }

    @Test
    void whatAnEventCanShowHasNoProof() throws IOException {
        String condition =
                "evt.type = execve and proc.tty != 0 and (proc.name = sh or proc.pname = sh) and not proc.cwd = /a/";
        assertThat(proof(condition, "removing proc.tty != 0")).isEmpty();
        assertThat(proof(condition, "removing proc.name = sh")).isEmpty();
        assertThat(proof(condition, "removing not proc.cwd = /a/")).isEmpty();
        assertThat(proof(condition, "negating proc.tty != 0")).isEmpty();
    }

    /** The engine plays derived acts. A change that one of them notices is none that nothing can notice. */
    @Test
    @RequiresShared
    void noChangeThatAnActNoticesIsProven() {
        RuleSet rules = rules(Shared.path("conformance/falco-rules/current/falco_rules.yaml"));
        List<String> wrong = new ArrayList<>();
        int noticed = 0;
        for (int i = 0; i < rules.rules().size(); i += SOME) {
            Rule rule = rules.rules().get(i);
            for (DerivedAct act : RuleDeriver.derive(rules, rule).acts()) {
                for (Mutant mutant : act.shows()) {
                    noticed++;
                    IndistinctChange.proof(rule, mutant, rules.fields(rule))
                            .ifPresent(why -> wrong.add(rule.name() + ": " + mutant.description() + ": " + why));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(noticed).isGreaterThan(50);
    }
}
