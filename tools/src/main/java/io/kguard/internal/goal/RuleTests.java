// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.ruletest.RuleTestRun;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rule tests in Java of a project. One that has none, or can't run them, does nothing. */
public interface RuleTests {
    /** For goals that have nothing to do with rule tests. */
    RuleTests NONE = new RuleTests() {};

    /**
     * Compiles them, if that is to be done here. Comes before everything else.
     *
     * @throws IOException if they can't be compiled
     */
    default void compile() throws IOException {}

    /**
     * Their run; null if there are none, or if they can't be run here.
     *
     * @throws IllegalArgumentException if those that are there would not be run
     */
    @Nullable
    default RuleTestRun run(int timeoutMinutes) throws IOException {
        return null;
    }

    /** Says which there are that can't be run here. Comes after the result. */
    default void sayWhatIsNotRun() throws IOException {}
}
