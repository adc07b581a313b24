// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.ConditionSet;
import io.kguard.internal.condition.Evaluation;
import io.kguard.internal.condition.Program;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.machine.Machine;
import io.kguard.requirement.RequiresShared;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Once the texts of an event are known, to find the rules that match allocates nothing. */
@RequiresShared
@Isolated
class NothingAllocatedTest {
    private static final FalcoVersion VERSION = FalcoVersion.V0_40;
    private static final int ROUNDS = 2_000;

    @Test
    void perEvent() throws IOException {
        RuleSet rules = RuleSet.compile(Corpus.rules(), EngineOptions.of(VERSION));
        ConditionSet set = new ConditionSet(rules.rules().stream()
                .map(rule -> CheckedRule.of(rule).typedCondition())
                .toList());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Machine machine = new Machine(VERSION);
        Event event = new Event(VERSION);
        EventContext context = new EventContext(event, machine);
        Evaluation evaluation = new Evaluation(set, context);
        BitSet seen = new BitSet();
        int evaluated = 0;
        try (ScapReader reader =
                ScapReader.open(Corpus.captures().resolve("shell_tty_interactive.scap"), VERSION, machine)) {
            while (reader.next(event)) {
                if (machine.apply(event) && !seen.get(event.code())) {
                    seen.set(event.code());
                    Program program = set.program(candidates(rules, event.code()), context, event.code() >= 2);
                    int first = matches(program, evaluation);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < ROUNDS; i++) {
                        evaluated += matches(program, evaluation) == first ? 1 : 0;
                    }
                    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                    // the JVM itself allocates a little where a class is first used
                    assertThat(allocated / ROUNDS)
                            .as("bytes for each %s", event)
                            .isLessThan(8);
                }
                machine.finish(event);
            }
        }
        assertThat(evaluated).isEqualTo(ROUNDS * seen.cardinality()).isGreaterThan(20 * ROUNDS);
    }

    /** Else the test above could not fail. */
    @Test
    void theMeasureSeesWhatIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[][] kept = new byte[ROUNDS][];
        long before = threads.getCurrentThreadAllocatedBytes();
        Arrays.setAll(kept, i -> new byte[8]);
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / kept.length)
                .isGreaterThanOrEqualTo(8);
    }

    private static int matches(Program program, Evaluation evaluation) {
        int count = 0;
        for (int i = program.first(evaluation); i >= 0; i = program.next(evaluation)) {
            count++;
        }
        return count;
    }

    private static BitSet candidates(RuleSet rules, int code) {
        BitSet candidates = new BitSet();
        List<Rule> all = rules.rules();
        for (int i = 0; i < all.size(); i++) {
            candidates.set(i, rules.eventCodes(all.get(i)).get(code));
        }
        return candidates;
    }
}
