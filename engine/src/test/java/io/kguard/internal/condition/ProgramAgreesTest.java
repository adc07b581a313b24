// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.machine.Machine;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs give the same results as conditions that are evaluated one by one as they are written, on generated conditions and
 * recorded events. Some conditions occur several times.
 */
@RequiresShared
class ProgramAgreesTest {
    private static final int ROUNDS = Share.of(25);
    private static final int CONDITIONS = 60;

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    @Execution(CONCURRENT)
    void onGeneratedConditions(FalcoVersion version) throws IOException {
        long seed = Long.getLong("kguard.seed", System.nanoTime());
        Random random = new Random(seed);
        TypedGenerator generator = new TypedGenerator(version);
        eachEvent(version, generator::sample);
        long[] held = new long[2];
        for (int round = 0; round < ROUNDS; round++) {
            List<TypedCondition> conditions = new ArrayList<>();
            for (int i = 0; i < CONDITIONS; i++) {
                conditions.add(
                        i > 0 && random.nextInt(6) == 0
                                ? conditions.get(random.nextInt(i))
                                : generator.condition(random, 1 + random.nextInt(5)));
            }
            compare(version, conditions, seed, held);
        }
        // conditions that are never or always true would prove nothing
        assertThat(held[1]).as("seed %d", seed).isGreaterThan(held[0] / 50).isLessThan(held[0]);
    }

    private static void compare(FalcoVersion version, List<TypedCondition> conditions, long seed, long[] held)
            throws IOException {
        ConditionSet set = new ConditionSet(conditions);
        BitSet all = new BitSet();
        all.set(0, conditions.size());
        @Nullable Program[] programs = new @Nullable Program[EventTable.SIZE];
        @Nullable Evaluation[] evaluations = new @Nullable Evaluation[1];
        BitSet found = new BitSet();
        eachEvent(version, context -> {
            Evaluation evaluation = evaluations[0];
            // each capture has its own context
            if (evaluation == null || evaluation.context() != context) {
                evaluation = new Evaluation(set, context);
                evaluations[0] = evaluation;
            }
            int code = context.event().code();
            Program program = programs[code];
            if (program == null) {
                program = set.program(all, context, code >= 2 && code != EventCodes.ASYNCEVENT_E);
                programs[code] = program;
            }
            found.clear();
            int last = -1;
            for (int i = program.first(evaluation); i >= 0; i = program.next(evaluation)) {
                assertThat(i).as("the order of conditions, seed %d", seed).isGreaterThan(last);
                last = i;
                found.set(program.condition(i));
            }
            for (int i = 0; i < conditions.size(); i++) {
                boolean interpreted = conditions.get(i).test(context);
                held[0]++;
                held[1] += interpreted ? 1 : 0;
                if (interpreted != found.get(i)) {
                    throw new AssertionError(String.format(
                            "seed %d, %s: the condition says %s, the program the opposite: %s",
                            seed,
                            context.event(),
                            interpreted,
                            ConditionPrinter.print(conditions.get(i).source())));
                }
            }
        });
    }

    private static void eachEvent(FalcoVersion version, Consumer<EventContext> consumer) throws IOException {
        for (String capture : List.of("g1", "g2", "g3", "g4", "g5")) {
            Machine machine = new Machine(version);
            Event event = new Event(version);
            EventContext context = new EventContext(event, machine);
            try (ScapReader reader =
                    ScapReader.open(Shared.path("falco-facts/golden/" + capture + ".scap"), version, machine)) {
                while (reader.next(event)) {
                    if (machine.apply(event)) {
                        consumer.accept(context);
                    }
                    machine.finish(event);
                }
            }
        }
    }
}
