// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.ConditionSet;
import io.kguard.internal.condition.Evaluation;
import io.kguard.internal.condition.Program;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All rules of the corpus, those of Falco and those of users, in one set: on every event of the captures just those match that match
 * when each is evaluated alone, as it is written. Some
 * rules are in it twice.
 */
@RequiresShared
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleFilesAgreeTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;

    private final List<TypedCondition> conditions = new ArrayList<>();
    private final List<BitSet> codes = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private ConditionSet set = new ConditionSet(List.of());

    static List<String> captures() throws IOException {
        return Share.of(Corpus.captureNames());
    }

    @BeforeAll
    void load() throws IOException {
        List<Path> publicRules = Stream.of("falco_rules", "falco-incubating_rules", "falco-sandbox_rules")
                .map(name -> Shared.path("conformance/falco-rules/current/" + name + ".yaml"))
                .toList();
        add(publicRules);
        try (Stream<Path> files = Files.list(Shared.path("conformance/real-world/rules"))) {
            for (Path file : Share.orAll(files.sorted().toList())) {
                if (RuleLoader.of(VERSION).load(file).isSuccessful()) {
                    add(List.of(file));
                } else {
                    List<Path> after = new ArrayList<>(publicRules);
                    after.add(file);
                    if (RuleLoader.of(VERSION).load(after).isSuccessful()) {
                        add(after);
                    }
                }
            }
        }
        set = new ConditionSet(conditions);
        assertThat(conditions).hasSizeGreaterThan(known.size() + (Share.isLarge() ? 50 : 0));
    }

    private void add(List<Path> files) {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(VERSION).load(files), EngineOptions.of(VERSION).with(Selection.enableRule("*")));
        boolean copies = conditions.size() < 2 * known.size();
        for (Rule rule : rules.rules()) {
            if (known.add(rule.name()) || copies) {
                conditions.add(CheckedRule.of(rule).typedCondition());
                codes.add(rules.eventCodes(rule));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void onEachEvent(String capture) throws IOException {
        Machine machine = new Machine(VERSION);
        Event event = new Event(VERSION);
        EventContext context = new EventContext(event, machine, Corpus.hostNames(), EventSources.BUILT_IN);
        Evaluation evaluation = new Evaluation(set, context);
        @Nullable Program[] programs = new @Nullable Program[EventTable.SIZE];
        long matches = 0;
        try (ScapReader reader = ScapReader.open(Corpus.captures().resolve(capture + ".scap"), VERSION, machine)) {
            while (reader.next(event)) {
                if (machine.apply(event)) {
                    matches += compare(evaluation, programs);
                }
                machine.finish(event);
            }
        }
        assertThat(matches).isPositive();
    }

    private int compare(Evaluation evaluation, @Nullable Program[] programs) {
        Event event = evaluation.context().event();
        Program program = programs[event.code()];
        if (program == null) {
            BitSet candidates = new BitSet();
            for (int i = 0; i < conditions.size(); i++) {
                candidates.set(i, codes.get(i).get(event.code()));
            }
            boolean uniform = event.code() >= 2 && event.code() != EventCodes.ASYNCEVENT_E;
            program = set.program(candidates, evaluation.context(), uniform);
            programs[event.code()] = program;
        }
        BitSet found = new BitSet();
        for (int i = program.first(evaluation); i >= 0; i = program.next(evaluation)) {
            found.set(program.condition(i));
        }
        BitSet expected = new BitSet();
        for (int i = 0; i < conditions.size(); i++) {
            expected.set(i, codes.get(i).get(event.code()) && conditions.get(i).test(evaluation.context()));
        }
        if (!found.equals(expected)) {
            found.xor(expected);
            throw new AssertionError(
                    event + ": " + conditions.get(found.nextSetBit(0)).source());
        }
        return expected.cardinality();
    }
}
