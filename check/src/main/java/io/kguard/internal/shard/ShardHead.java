// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

/**
 * What says which shards belong together.
 *
 * @param format the version of the format of the file
 * @param work what was done
 * @param shard which part of it
 * @param platform on what it ran
 * @param rules a digest of the rule files
 * @param plan a digest of all that is done, and of who does what of it; empty if that could not be planned
 * @param problem why it could not run as a whole; empty if it could
 */
public record ShardHead(
        int format, Work work, Shard shard, Platform platform, String rules, String plan, String problem) {
    /** The version of the format of shards' files. */
    public static final int FORMAT = 3;

    /**
     * On what a shard ran.
     *
     * @param kguard the version of kguard
     * @param falco the version of Falco that was followed
     * @param kernel the operating system with its kernel and architecture
     * @param runtime what ran the containers
     */
    public record Platform(String kguard, String falco, String kernel, String runtime) {}
}
