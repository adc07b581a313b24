// SPDX-License-Identifier: Apache-2.0
/** Parts of a run on several machines, and the rules by which they become one again. */
@NullMarked
package io.kguard.internal.shard;

import org.jspecify.annotations.NullMarked;
