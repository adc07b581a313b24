// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.machine.Machine;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Conditions that are evaluated together are true for the same events as each by itself, on generated conditions and recorded events. */
@RequiresShared
class VariantsTest {
    private static final int ROUNDS = 10;
    private static final int CONDITIONS = 40;

    @Test
    void onGeneratedConditions() throws IOException {
        long seed = Long.getLong("kguard.seed", System.nanoTime());
        Random random = new Random(seed);
        TypedGenerator generator = new TypedGenerator(FalcoVersion.CURRENT);
        eachEvent(generator::sample);
        long[] held = new long[2];
        for (int round = 0; round < ROUNDS; round++) {
            List<TypedCondition> conditions = new ArrayList<>();
            for (int i = 0; i < CONDITIONS; i++) {
                TypedCondition one = generator.condition(random, 1 + random.nextInt(5));
                conditions.add(one);
                conditions.add(new TypedCondition.Negation(one, one.source()));
                conditions.add(new TypedCondition.All(List.of(one, generator.condition(random, 2)), one.source()));
            }
            compare(conditions, seed, held);
        }
        // conditions that are never or always true would prove nothing
        assertThat(held[1]).as("seed %d", seed).isGreaterThan(held[0] / 50).isLessThan(held[0]);
    }

    private static void compare(List<TypedCondition> conditions, long seed, long[] held) throws IOException {
        Variants.Evaluator together = new Variants(conditions).evaluator();
        eachEvent(context -> {
            BitSet matched = new BitSet();
            together.test(context, matched);
            for (int i = 0; i < conditions.size(); i++) {
                boolean alone = conditions.get(i).test(context);
                held[0]++;
                held[1] += alone ? 1 : 0;
                if (alone != matched.get(i)) {
                    throw new AssertionError("seed " + seed + ": by itself it is " + alone + ": "
                            + ConditionPrinter.print(conditions.get(i).source()));
                }
            }
        });
    }

    private static void eachEvent(Consumer<EventContext> consumer) throws IOException {
        for (String capture : List.of("g1", "g2")) {
            Machine machine = new Machine(FalcoVersion.CURRENT);
            Event event = new Event(FalcoVersion.CURRENT);
            EventContext context = new EventContext(event, machine);
            try (ScapReader reader = ScapReader.open(
                    Shared.path("falco-facts/golden/" + capture + ".scap"), FalcoVersion.CURRENT, machine)) {
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
