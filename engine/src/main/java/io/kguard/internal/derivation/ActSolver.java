// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.FieldCatalogue;
import org.jspecify.annotations.Nullable;

/** Finds an act on which a condition is true. The same input gives the same act. */
public final class ActSolver {
    private final FieldCatalogue fields;
    private final FalcoVersion version;

    /**
     * A solver.
     *
     * @param fields the fields of the source of a rule
     * @param version Falco's, whose events are written
     */
    public ActSolver(FieldCatalogue fields, FalcoVersion version) {
        this.fields = fields;
        this.version = version;
    }

    /**
     * Finds an act.
     *
     * @param goal a condition, with macros resolved
     * @param near an act to stay close to, or null
     */
    public Answer solve(Condition goal, @Nullable Act near) {
        return new Answer.Unsolved(goal, "the solver has no fields of " + fields.source() + " in Falco " + version);
    }
}
