// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.Reader;
import java.util.Set;

/** The relative costs of checks, estimated from their kind. */
final class Costs {
    /** Negated checks are true more often than not, so they come later. */
    static final double NEGATION = 2;

    private static final Set<String> EXPENSIVE =
            Set.of("proc.cmdline", "proc.args", "proc.env", "proc.aenv", "fd.types", "evt.args", "evt.info");

    private Costs() {}

    static double of(TypedCheck check) {
        if (check instanceof TypedCheck.Quantified) {
            return 20;
        }
        if (check instanceof TypedCheck.Pair) {
            return 8;
        }
        if (check instanceof TypedCheck.Never) {
            return 0;
        }
        double cost = cost(check.reader());
        if (check instanceof TypedCheck.Compare compare && compare.value() instanceof ValuePredicate.Text) {
            return cost + 2;
        }
        return cost;
    }

    private static double cost(Reader reader) {
        if (reader instanceof Reader.Plain plain) {
            String name = plain.field().definition().name();
            if (EXPENSIVE.contains(name)) {
                return 12;
            }
            return name.startsWith("evt.arg") || name.startsWith("container.mount") ? 6 : 1;
        }
        return 6;
    }
}
