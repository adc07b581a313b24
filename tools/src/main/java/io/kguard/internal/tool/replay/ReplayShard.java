// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import io.kguard.internal.batch.BatchSummary;
import io.kguard.internal.shard.ShardHead;

/**
 * A part of the captures that {@code kguard:replay} reads, as its file has it.
 *
 * @param head which part of which run it is
 * @param summary what happened to its captures
 */
record ReplayShard(ShardHead head, BatchSummary summary) {}
