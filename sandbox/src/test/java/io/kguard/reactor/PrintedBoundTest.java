// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.reaction.ReactionResult.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust")
class PrintedBoundTest {
    @Test
    void whatAllReactionsPrintTogetherIsBounded() {
        PrintedBound bound = new PrintedBound(10);

        assertThat(bound.within(printed("12345")).detail()).isEqualTo("12345");
        assertThat(bound.within(printed("67890")).detail()).isEqualTo("67890");
        Finished tooMuch = bound.within(printed("1"));
        assertThat(tooMuch.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tooMuch.detail()).isEqualTo("all reactions together printed more than 10 characters");
    }

    private static Finished printed(String text) {
        return new Finished("pod shop/web-0", Outcome.DONE, text);
    }
}
