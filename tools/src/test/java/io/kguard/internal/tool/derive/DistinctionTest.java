// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DistinctionTest {
    private static final String RULES = """
            - macro: inner
              condition: proc.tty != 0 or not (user.name = jane and proc.name startswith ba)
            - macro: outer
              condition: evt.type = execve and inner
            - rule: r
              desc: d
              condition: >-
                outer and not (inner and container.id = host)
                and (fd.num < 3 or (proc.pid = 1 and not proc.name in (bash, sh)))
              output: o
              priority: INFO
            """;

    @Test
    void aGoalIsTrueExactlyWhereTheRuleAndItsMutantDiffer() {
        Rule rule = RuleLoader.of(FalcoVersion.CURRENT)
                .loadText("r.yaml", RULES)
                .orThrow()
                .rules()
                .get(0);
        List<Mutant> mutants = Mutator.mutants(
                rule, FieldCatalogue.of(EventSources.BUILT_IN, EventSource.SYSCALL, FalcoVersion.CURRENT));

        assertThat(mutants).hasSizeGreaterThan(40);
        for (Mutant mutant : mutants) {
            Condition changed = mutant.condition().source();
            Distinction distinction = Distinction.of(rule.condition(), changed);
            Set<String> checks = new LinkedHashSet<>();
            collect(rule.condition(), checks);
            collect(changed, checks);
            List<String> atoms = List.copyOf(checks);
            for (int bits = 0; bits < 1 << atoms.size(); bits++) {
                Map<String, Boolean> values = new HashMap<>();
                for (int i = 0; i < atoms.size(); i++) {
                    values.put(atoms.get(i), (bits >> i & 1) != 0);
                }
                boolean before = holds(rule.condition(), values);
                boolean after = holds(changed, values);
                assertThat(holds(distinction.nearMiss(), values))
                        .as("near miss of %s with %s", mutant.description(), values)
                        .isEqualTo(!before && after);
                assertThat(holds(distinction.match(), values))
                        .as("match of %s with %s", mutant.description(), values)
                        .isEqualTo(before && !after);
            }
        }
    }

    private static void collect(Condition condition, Set<String> checks) {
        if (condition instanceof Condition.And and) {
            and.children().forEach(child -> collect(child, checks));
        } else if (condition instanceof Condition.Or or) {
            or.children().forEach(child -> collect(child, checks));
        } else if (condition instanceof Condition.Not not) {
            collect(not.child(), checks);
        } else if (condition instanceof Condition.MacroUse use) {
            collect(use.body(), checks);
        } else {
            checks.add(ConditionPrinter.print(condition));
        }
    }

    private static boolean holds(@Nullable Condition condition, Map<String, Boolean> values) {
        if (condition == null) {
            return false;
        } else if (condition instanceof Condition.And and) {
            return and.children().stream().allMatch(child -> holds(child, values));
        } else if (condition instanceof Condition.Or or) {
            return or.children().stream().anyMatch(child -> holds(child, values));
        } else if (condition instanceof Condition.Not not) {
            return !holds(not.child(), values);
        } else if (condition instanceof Condition.MacroUse use) {
            return holds(use.body(), values);
        }
        return Boolean.TRUE.equals(values.get(ConditionPrinter.print(condition)));
    }
}
