// SPDX-License-Identifier: Apache-2.0
/** Small changes of conditions, to learn whether tests would notice them. */
@NullMarked
package io.kguard.internal.tool.mutant;

import org.jspecify.annotations.NullMarked;
