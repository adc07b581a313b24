// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.console.Console;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which mutants of its rule each check notices: what earlier runs found, and what this one adds. */
final class NoticedMutants {
    private final SuitePlan plan;
    private final Map<String, List<Mutant>> mutants;
    private final @Nullable Path history;
    private final Map<Check, String> keys = new HashMap<>();
    private final Map<Check, BitSet> noticed = new HashMap<>();

    private record Check(String scenario, Expectation expectation) {}

    private NoticedMutants(SuitePlan plan, Map<String, List<Mutant>> mutants, @Nullable Path history) {
        this.plan = plan;
        this.mutants = mutants;
        this.history = history;
    }

    /**
     * What is known before a run.
     *
     * @param mutants the mutants of each rule that has a check
     * @param console is told if the history is damaged
     * @throws IOException if kguard's own files can't be read
     */
    static NoticedMutants of(
            Mutation.Options options, SuitePlan plan, Map<String, List<Mutant>> mutants, Console console)
            throws IOException {
        Path file = options.history();
        NoticedMutants known = new NoticedMutants(plan, mutants, file);
        if (file != null) {
            MutationHistory history = new MutationHistory();
            try {
                history = MutationHistory.read(file);
            } catch (MutationHistory.DamagedException e) {
                console.line(String.valueOf(e.getMessage()));
            }
            known.remember(MutationKeys.of(options.suite(), plan.rules(), mutants), history);
        }
        return known;
    }

    private void remember(MutationKeys all, MutationHistory history) {
        plan.checks().forEach((scenario, expectations) -> {
            for (Expectation expectation : expectations) {
                Optional<String> key = all.of(scenario, expectation);
                Check check = new Check(scenario.id(), expectation);
                key.ifPresent(value -> keys.put(check, value));
                key.flatMap(value -> history.noticed(value, count(expectation.rule())))
                        .ifPresent(found -> noticed.put(check, found));
            }
        });
    }

    private int count(String rule) {
        return mutants.getOrDefault(rule, List.of()).size();
    }

    /** The checks of a plan of which nothing is known. */
    Map<Scenario, List<Expectation>> open(SuitePlan plan) {
        Map<Scenario, List<Expectation>> open = new LinkedHashMap<>();
        plan.checks().forEach((scenario, expectations) -> {
            List<Expectation> unknown = expectations.stream()
                    .filter(expectation -> !noticed.containsKey(new Check(scenario.id(), expectation)))
                    .toList();
            if (!unknown.isEmpty()) {
                open.put(scenario, unknown);
            }
        });
        return open;
    }

    /** Adds what a check that passed measured. */
    void add(CheckResult check) {
        BitSet found = MutantPlay.noticed(check, count(check.rule()))
                .orElseThrow(() -> new IllegalStateException("nothing was measured of " + check.rule()));
        noticed.put(new Check(check.scenario(), check.expectation()), found);
    }

    /** The mutants of a rule that checks notice. */
    Notices of(String rule) {
        return noticed.entrySet().stream()
                .filter(entry -> entry.getKey().expectation().rule().equals(rule))
                .map(entry -> Notices.of(plan.isDerived(entry.getKey().scenario()), entry.getValue()))
                .reduce(Notices.NONE, Notices::and);
    }

    /**
     * Replaces the history by what is known now.
     *
     * @throws IOException if it can't be written
     */
    void write() throws IOException {
        if (history == null) {
            return;
        }
        MutationHistory all = new MutationHistory();
        for (Map.Entry<Check, BitSet> entry : noticed.entrySet()) {
            String key = keys.get(entry.getKey());
            if (key != null) {
                all.put(key, count(entry.getKey().expectation().rule()), entry.getValue());
            }
        }
        all.write(history);
    }
}
