// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

/**
 * Tells conditions that are the same logic, however they are written: no event can tell these apart.
 *
 * <p>Not thread-safe.
 */
public final class LogicIdentity {
    private final LogicPool pool = new LogicPool(check -> false);

    /** A number that conditions have in common if and only if they are found to be the same logic. */
    public int of(TypedCondition condition) {
        return pool.of(condition).id();
    }
}
