// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.shard;

import org.jspecify.annotations.NullMarked;
