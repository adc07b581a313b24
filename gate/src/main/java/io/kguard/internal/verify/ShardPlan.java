// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.ruletest.DeclaredRuleTest;
import io.kguard.internal.shard.Assignment;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardTimes;
import io.kguard.output.FalcoConfig;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which shard makes which checks. All shards of a run make the same one. */
public final class ShardPlan {
    /** Milliseconds that simulations usually take. Only what they are beside each other matters. */
    private static final long REFUSED = 1;

    private static final long REPLAYED = 100;
    private static final long RULE_TEST = 1000;
    private static final long PLAYED = 3000;
    private static final long PLAYED_IN_CLUSTER = 6000;

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
    public static ShardPlan of(SuitePlan whole, List<DeclaredRuleTest> tests, Sharding sharding) throws IOException {
        ShardTimes known = sharding.readTimes();
        return new ShardPlan(whole, tests, sharding.part(), known.millis().isEmpty() ? estimated(whole, tests) : known);
    }

    /** What to expect of each, if nothing is measured. It depends on the checks alone, so all shards estimate the same. */
    private static ShardTimes estimated(SuitePlan whole, List<DeclaredRuleTest> tests) {
        Map<String, Long> millis = new HashMap<>();
        whole.refused().forEach(check -> millis.put(check.scenario(), REFUSED));
        Stream.concat(whole.checks().keySet().stream(), whole.unproven().stream())
                .forEach(scenario -> millis.put(scenario.id(), estimate(scenario)));
        tests.forEach(test -> millis.put(name(test), RULE_TEST));
        return new ShardTimes(millis);
    }

    private static long estimate(Scenario scenario) {
        if (scenario.recording() != null) {
            return REPLAYED;
        }
        return scenario.cluster() == null ? PLAYED : PLAYED_IN_CLUSTER;
    }

    /** An attack and its twins, which follow it, stay together. */
    private static void pair(Collection<Scenario> scenarios, Map<String, String> units) {
        Scenario attack = null;
        for (Scenario scenario : scenarios) {
            if (attack == null
                    || !scenario.isTwin()
                    || !attack.origin().file().equals(scenario.origin().file())) {
                attack = scenario;
            }
            units.put(scenario.id(), attack.id());
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
    public SuitePlan own() {
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

    /** What analyses found in this shard, with what they play in all. */
    Map<String, VerifyShard.PartResult> found(List<Analysis> analyses, Map<String, AnalysisResult> own) {
        Map<String, VerifyShard.PartResult> found = new LinkedHashMap<>();
        analyses.stream()
                .filter(analysis -> analysis.isAbout(whole))
                .forEach(analysis -> found.put(
                        analysis.name(),
                        new VerifyShard.PartResult(
                                own.getOrDefault(analysis.name(), AnalysisResult.NONE),
                                analysis.played(whole).stream()
                                        .map(Scenario::id)
                                        .toList())));
        return found;
    }

    /** In words, for the console. */
    public String text() {
        List<Planned> all = planned();
        long own = all.stream().filter(check -> check.shard() == shard.index()).count();
        return "Shard " + shard + ": " + own + " of " + all.size() + " checks";
    }

    /**
     * A digest of what is checked, on which events, and of who does what.
     *
     * @throws IOException if a file of reactions or of rule tests can't be read
     */
    public String digest(VerifyOptions options) throws IOException {
        FalcoConfig config = options.config();
        Digest digest = new Digest()
                .add(RuleChanges.fingerprint(whole.rules()))
                .add(whole.chosen().why())
                .add(config == null ? "" : config.settings());
        for (Path file : options.files().ofClusters()) {
            digest.add(file);
        }
        for (Planned check : planned()) {
            digest.add(check.scenario())
                    .add(check.test())
                    .add(check.expectation().toString())
                    .add(String.valueOf(check.shard()));
        }
        for (Scenario scenario : whole.unproven()) {
            digest.add(scenario.id()).add(String.valueOf(shardOf(scenario.id())));
        }
        inputs(options).forEach((scenario, content) -> digest.add(scenario).add(content));
        return digest.hex();
    }

    /** Digests of the files that the scenarios of all shards read, by the ids of the scenarios. */
    Map<String, String> inputs(VerifyOptions options) {
        FileContents contents = new FileContents(name -> !Reports.isReport(name));
        Map<String, String> inputs = new TreeMap<>();
        for (Scenario scenario : whole.scenarios()) {
            inputs.put(scenario.id(), contents.of(ScenarioFiles.of(scenario, options)));
        }
        return inputs;
    }
}
