// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust")
class StepsClockTest {
    @Test
    void manyLongStepsEndWithAnError() {
        AtomicLong now = new AtomicLong(42);
        StepsClock clock = new StepsClock(now::get);

        now.addAndGet(StepsClock.LIMIT.toNanos());
        assertThatCode(() -> clock.beforeStep(7)).doesNotThrowAnyException();

        now.incrementAndGet();
        assertThatThrownBy(() -> clock.beforeStep(8))
                .isInstanceOf(ActFailedException.class)
                .hasMessage("step 8 was not begun: the steps before took more than 30 minutes, the limit of all steps"
                        + " together");
    }
}
