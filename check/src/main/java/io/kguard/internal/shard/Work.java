// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

/** What a run does that is parted. */
public enum Work {
    /** {@code kguard:verify}. */
    VERIFY("verify"),
    /** {@code kguard:mutate}. */
    MUTATE("mutate"),
    /** {@code kguard:replay}. */
    REPLAY("replay");

    private final String goal;

    Work(String goal) {
        this.goal = goal;
    }

    @Override
    public String toString() {
        return goal;
    }
}
