// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.RuleMeter.EvaluationTime;
import org.junit.jupiter.api.Test;

class EvaluationTimeTest {
    private static long of(long... evaluations) {
        EvaluationTime time = new EvaluationTime();
        for (long nanos : evaluations) {
            time.add(nanos);
        }
        return time.nanos();
    }

    @Test
    void anInterruptedEvaluationCountsAsOneOfTheOthers() {
        assertThat(of(100, 300, 7_000_000, 200)).isEqualTo(800);
        assertThat(of(100, 100)).isEqualTo(200);
    }

    @Test
    void oneAloneIsAllThatIsKnown() {
        assertThat(of(7_000)).isEqualTo(7_000);
        assertThat(of()).isZero();
    }
}
