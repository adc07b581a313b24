// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.RuleChange;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.Verdict;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of changes of public rules as people make them: does a derived test turn red, and what does the comparison say? What it says is
 * judged by the engine with both texts.
 */
@RequiresShared
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeBenchTest {
    private static final long SEED = 20_26;
    private static final int EACH = 30;
    private static final List<Path> PUBLIC = Stream.of(
                    "falco_rules.yaml",
                    "falco-incubating_rules.yaml",
                    "falco-sandbox_rules.yaml",
                    "k8s_audit_rules.yaml")
            .map(Shared.path("conformance/falco-rules/current")::resolve)
            .toList();

    private final Map<String, List<Scenario>> derived = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    @TempDir
    private static Path folder;

    private RuleSet before;
    private Map<SeededChanges.Group, List<SeededChanges.Change>> changes;

    /** What holds of the changes of a group. */
    private static final class Row {
        private int changes;
        private int unloaded;
        private int red;
        private int described;
        private int same;
        private int open;
        private int silent;

        @Override
        public String toString() {
            return "changes=%d unloaded=%d red=%d described=%d same=%d open=%d silent=%d"
                    .formatted(changes, unloaded, red, described, same, open, silent);
        }
    }

    @BeforeAll
    void change() {
        before = compiled(RuleLoader.of(FalcoVersion.CURRENT).load(PUBLIC));
        List<SeededChanges.Change> all = new SeededChanges(before.rules(), SEED).each(EACH);
        assertThat(all).hasSizeGreaterThanOrEqualTo(300);
        assertThat(all.stream().map(SeededChanges.Change::rule).distinct()).hasSizeGreaterThanOrEqualTo(100);
        changes = all.stream().collect(Collectors.groupingBy(SeededChanges.Change::group));
    }

    @ParameterizedTest
    @EnumSource(SeededChanges.Group.class)
    void eachChangeIsNoticedOrProvenOrNamed(SeededChanges.Group group) throws IOException {
        Row row = new Row();
        for (SeededChanges.Change change : Share.orAll(changes.get(group))) {
            one(change, row);
        }
        System.out.println(group + ": " + row);
        assertThat(wrong).isEmpty();
    }

    private static RuleSet compiled(LoadResult loaded) {
        return RuleSet.compile(loaded, EngineOptions.of(loaded.version()));
    }

    private void one(SeededChanges.Change change, Row row) throws IOException {
        Path file = Files.writeString(folder.resolve("changed.yaml"), change.text());
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT)
                .load(Stream.concat(PUBLIC.stream(), Stream.of(file)).toList());
        row.changes++;
        if (!loaded.isSuccessful()) {
            row.unloaded++;
            System.out.println(
                    "does not load: " + change.group() + " " + change.rule().name() + ": " + change.words() + " "
                            + loaded.errors().stream().findFirst());
            return;
        }
        RuleSet after = compiled(loaded);
        List<Scenario> tests = derived(change.rule());
        boolean red = tests.stream().anyMatch(test -> !passes(test, after));
        row.red += red ? 1 : 0;
        String said = said(change, after, red, row);
        System.out.println("%s\t%s\t%s\t%s\t%s"
                .formatted(change.group(), red ? "red" : "GREEN", change.rule().name(), change.words(), said));
    }

    /** The tests that are derived of a rule. */
    private List<Scenario> derived(Rule rule) throws IOException {
        List<Scenario> known = derived.get(rule.name());
        if (known == null) {
            RuleDerivation derivation = RuleDeriver.derive(before, rule);
            known = derivation.acts().isEmpty() ? List.of() : read(DerivedText.of(derivation, "derived-rule"));
            known.forEach(test -> assertThat(passes(test, before)).as(test.id()).isTrue());
            derived.put(rule.name(), known);
        }
        return known;
    }

    private List<Scenario> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("test.yaml"), text);
        return ScenarioReader.read(file, AllowedFolders.defaults(), before.sources());
    }

    private static boolean passes(Scenario test, RuleSet rules) {
        var detections = RecordedScenario.run(test, rules);
        return test.expectations().stream().allMatch(each -> Judge.judge(detections, each) instanceof Verdict.Passed);
    }

    private String said(SeededChanges.Change change, RuleSet after, boolean red, Row row) throws IOException {
        RuleChange parts = RuleChange.between(before, after).get(change.rule().name());
        Optional<Rule> now = after.rules().stream()
                .filter(rule -> rule.name().equals(change.rule().name()))
                .findFirst();
        if (parts == null) {
            row.silent++;
            return "NOTHING IS SAID";
        }
        if (now.isEmpty() || !parts.isOfCondition()) {
            row.described++;
            return String.join(", ", parts.what());
        }
        List<TwoRules.Told> told = TwoRules.compare(before, change.rule(), after, now.get());
        for (TwoRules.Told each : told) {
            judge(change, each, after);
        }
        boolean same = told.stream().allMatch(each -> each.what() == TwoRules.What.PROVABLY_THE_SAME);
        if (same && red) {
            wrong.add(change.rule().name() + ", " + change.words() + ": said to be the same, and a test turns red");
        }
        if (told.stream().anyMatch(ChangeBenchTest::isOfAct)) {
            row.described++;
        } else if (same) {
            row.same++;
        } else {
            row.open++;
        }
        return told.stream().map(TwoRules.Told::sentence).collect(Collectors.joining(" | "));
    }

    /** The test of an act passes with the rule of now, and one of its parts fails with the rule of before. */
    private void judge(SeededChanges.Change change, TwoRules.Told told, RuleSet after) throws IOException {
        if (!isOfAct(told) || told.test().isEmpty()) {
            return;
        }
        List<Scenario> tests = read(told.test());
        tests.stream()
                .filter(test -> !passes(test, after))
                .forEach(test ->
                        wrong.add(change.words() + ": " + told.sentence() + ": " + test.id() + " does not pass"));
        if (tests.stream().allMatch(test -> passes(test, before))) {
            wrong.add(change.words() + ": " + told.sentence() + ": the rules of before pass, too");
        }
    }

    private static boolean isOfAct(TwoRules.Told told) {
        return told.what() == TwoRules.What.NO_LONGER_REPORTED || told.what() == TwoRules.What.NEWLY_REPORTED;
    }
}
