// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.capture.EventScript;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.tool.derive.Act;
import io.kguard.internal.tool.derive.DerivedAct;
import io.kguard.internal.tool.derive.RuleDeriver;
import io.kguard.internal.tool.derive.UserRules;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is derived from a rule is for Falco's library what it is for kguard: the rule fires, or it does not. */
@Execution(CONCURRENT)
@RequiresShared
@RequiresReference
class DerivedReferenceTest {
    private static final Path RULES = Shared.path("conformance/falco-rules/0.40");
    private static final LoadResult LOADED = RuleLoader.of(FalcoVersion.V0_40)
            .load(
                    RULES.resolve("falco_rules.yaml"),
                    RULES.resolve("falco-incubating_rules.yaml"),
                    RULES.resolve("falco-sandbox_rules.yaml"));

    /** A rule with what was loaded beside it. */
    private record Case(LoadResult loaded, Rule rule, String file) {
        @Override
        public String toString() {
            return file + rule.name();
        }
    }

    /** Falco's rules, and those of users about system calls that this Falco loads. */
    static List<Case> rules() throws IOException {
        Stream<Case> ofFalco = LOADED.rules().stream().map(rule -> new Case(LOADED, rule, ""));
        Stream<Case> ofUsers = UserRules.ofUsers().stream()
                .flatMap(Optional::stream)
                .filter(file -> file.loaded().version() == FalcoVersion.V0_40)
                .flatMap(file -> file.rules().stream().map(rule -> new Case(file.loaded(), rule, file.name() + ": ")));
        return Share.of(Stream.concat(ofFalco, ofUsers)
                .filter(each -> each.rule().source().equals(EventSource.SYSCALL.label()))
                .toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void falcoAgrees(Case each, @TempDir Path folder) throws IOException, InterruptedException {
        Rule rule = each.rule();
        RuleSet rules = RuleSet.compile(
                each.loaded(),
                EngineOptions.of(FalcoVersion.V0_40).withMatching(Matching.ALL).with(Selection.enableRule("*")));
        String condition = ConditionPrinter.printExpanded(rule.condition());
        List<String> others = new ArrayList<>();
        int acts = 0;
        for (DerivedAct derived : RuleDeriver.derive(rules, rule).acts()) {
            String script = JsonWriter.compact()
                    .tree(((Act.Script) derived.act()).tree())
                    .json();
            if (script.contains("\"user\":{")) {
                continue; // no capture holds the names of a container's users
            }
            Path capture = folder.resolve(acts++ + ".scap");
            EventScript.parse("derived", script, FalcoVersion.V0_40).writeTo(capture);
            Evaluated falco = Reference.run(capture, List.of(condition), List.of());
            assertThat(falco.failure()).as(script).isEmpty();
            assertThat(falco.errors()).as(condition).isEmpty();
            if (falco.matches(0).isEmpty() == derived.fires()) {
                others.add((derived.fires() ? "fires only here: " : "fires only there: ") + script);
            }
            Files.delete(capture);
        }
        System.out.println(each + ": " + acts + " acts");
        assertThat(others).as(each + ", of " + acts + " acts").isEmpty();
    }
}
