// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Position;
import java.util.List;

/**
 * A stock rule, macro or list that the user has a copy of, and that the new stock rules have otherwise.
 *
 * @param what such as {@code rule 'Terminal shell in container'}
 * @param copy where the copy is
 * @param gone whether the new stock rules do not have it
 * @param untouched whether the copy is as the old stock rules have it
 * @param clauses what changed in its condition, or among its items
 * @param own the clauses that only the copy has
 * @param keys the other keys that changed, each with what the copy has
 */
record StockDrift(
        String what,
        Position copy,
        boolean gone,
        boolean untouched,
        List<ClauseChange> clauses,
        List<String> own,
        List<String> keys) {
    StockDrift {
        clauses = List.copyOf(clauses);
        own = List.copyOf(own);
        keys = List.copyOf(keys);
    }
}
