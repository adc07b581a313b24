// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.shard.Assignment;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardTimes;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which shard makes which checks. All shards of a run make the same one. */
final class ShardPlan {
    private final SuitePlan whole;
    private final List<DeclaredRuleTest> tests;
    private final Shard shard;
    private final Map<String, Integer> shards;

    private ShardPlan(SuitePlan whole, List<DeclaredRuleTest> tests, Shard shard, ShardTimes times) {
        this.whole = whole;
        this.tests = List.copyOf(tests);
        this.shard = shard;
        Map<String, String> units = new LinkedHashMap<>();
        pair(whole.checks().keySet(), units);
        pair(whole.unproven(), units);
        whole.refused().forEach(check -> units.putIfAbsent(check.scenario(), check.scenario()));
        tests.forEach(test -> units.put(name(test), name(test)));
        this.shards = Assignment.of(units, times, shard.count());
    }

    /**
     * The plan of a shard.
     *
     * @param whole the checks of all shards
     * @param tests the rule tests of all shards
     * @throws IOException if an earlier report that says how long checks took can't be read
     */
    static ShardPlan of(SuitePlan whole, List<DeclaredRuleTest> tests, Sharding sharding) throws IOException {
        return new ShardPlan(whole, tests, sharding.part(), sharding.readTimes());
    }

    /** An attack and its twin, which follows it in its file, stay together. */
    private static void pair(Collection<Scenario> scenarios, Map<String, String> units) {
        Scenario attack = null;
        for (Scenario scenario : scenarios) {
            if (attack != null
                    && attack.origin().file().equals(scenario.origin().file())) {
                units.put(scenario.id(), attack.id());
                attack = null;
            } else {
                units.put(scenario.id(), scenario.id());
                attack = scenario;
            }
        }
    }

    private static String name(DeclaredRuleTest test) {
        return test.check().test();
    }

    private int shardOf(String member) {
        return shards.getOrDefault(member, 1);
    }

    private boolean isOwn(String member) {
        return shardOf(member) == shard.index();
    }

    /** The checks of this shard. */
    SuitePlan own() {
        Map<Scenario, List<Expectation>> checks = new LinkedHashMap<>();
        whole.checks().forEach((scenario, expectations) -> {
            if (isOwn(scenario.id())) {
                checks.put(scenario, expectations);
            }
        });
        List<CheckResult> refused = whole.refused().stream()
                .filter(check -> isOwn(check.scenario()))
                .toList();
        List<Scenario> unproven = whole.unproven().stream()
                .filter(scenario -> isOwn(scenario.id()))
                .toList();
        return whole.part(checks, refused, unproven, test -> isOwn(name(test)));
    }

    /** Every check of every shard, in the order of an undivided run. */
    List<Planned> planned() {
        List<Planned> planned = new ArrayList<>();
        whole.refused()
                .forEach(check ->
                        planned.add(new Planned(check.scenario(), "", check.expectation(), shardOf(check.scenario()))));
        whole.checks()
                .forEach((scenario, expectations) -> expectations.forEach(expectation ->
                        planned.add(new Planned(scenario.id(), "", expectation, shardOf(scenario.id())))));
        tests.forEach(test -> planned.add(new Planned("", name(test), test.expectation(), shardOf(name(test)))));
        return planned;
    }

    /** The ids of the attacks that are only observed, in the order of an undivided run. */
    List<String> observed() {
        return whole.unproven().stream().map(Scenario::id).toList();
    }

    /** In words, for the console. */
    String text() {
        List<Planned> all = planned();
        long own = all.stream().filter(check -> check.shard() == shard.index()).count();
        return "Shard " + shard + ": " + own + " of " + all.size() + " checks";
    }

    /**
     * A digest of what is checked, on which events, and of who does what.
     *
     * @throws IOException if a scenario's file can't be read
     */
    String digest() throws IOException {
        Digest digest = new Digest()
                .add(whole.rules().options().matching().name())
                .add(whole.chosen().why());
        for (Rule rule : whole.rules().rules()) {
            digest.add(rule.name());
        }
        for (Planned check : planned()) {
            digest.add(check.scenario())
                    .add(check.test())
                    .add(check.expectation().toString())
                    .add(String.valueOf(check.shard()));
        }
        for (String scenario : observed()) {
            digest.add(scenario).add(String.valueOf(shardOf(scenario)));
        }
        for (Path file : scenarioFiles()) {
            digest.add(String.valueOf(file.getFileName())).add(file);
        }
        return digest.hex();
    }

    /** The files of scenarios. Those in jars are known by the version of kguard. */
    private Set<Path> scenarioFiles() {
        Set<Path> files = new TreeSet<>();
        whole.scenarios().forEach(scenario -> {
            String file = scenario.origin().file();
            if (!file.contains("!") && Files.isRegularFile(Path.of(file))) {
                files.add(Path.of(file));
            }
        });
        return files;
    }

    /**
     * Digests of the recordings that this shard evaluates, by the ids of the scenarios.
     *
     * @throws IOException if one can't be read
     */
    Map<String, String> recordings() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Scenario scenario : own().checks().keySet()) {
            Recording recording = scenario.recording();
            if (recording != null && Files.isRegularFile(recording.file())) {
                digests.put(scenario.id(), new Digest().add(recording.file()).hex());
            }
        }
        return digests;
    }
}
