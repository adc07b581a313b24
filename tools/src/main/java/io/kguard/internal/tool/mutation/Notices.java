// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import java.util.BitSet;

/**
 * Which mutants of a rule checks notice, by their numbers. The two are never added: a derived act is made of the rule, so that it
 * notices changes and not mistakes.
 *
 * @param proven those that checks of acts notice which somebody meant
 * @param pinned those that checks of derived acts notice
 */
record Notices(BitSet proven, BitSet pinned) {
    static final Notices NONE = new Notices(new BitSet(), new BitSet());

    Notices {
        proven = (BitSet) proven.clone();
        pinned = (BitSet) pinned.clone();
    }

    /** Those of one check. */
    static Notices of(boolean derived, BitSet found) {
        return derived ? new Notices(NONE.proven, found) : new Notices(found, NONE.pinned);
    }

    /** Those of both. */
    Notices and(Notices other) {
        Notices both = new Notices(proven, pinned);
        both.proven.or(other.proven);
        both.pinned.or(other.pinned);
        return both;
    }

    boolean has(int mutant) {
        return proven.get(mutant) || pinned.get(mutant);
    }

    /** Whether derived acts alone notice a mutant. */
    boolean isPinnedAlone(int mutant) {
        return pinned.get(mutant) && !proven.get(mutant);
    }
}
