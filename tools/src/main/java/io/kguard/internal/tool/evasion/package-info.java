// SPDX-License-Identifier: Apache-2.0
/** Other ways to the effect of an attack, to learn which of them a rule misses. */
@NullMarked
package io.kguard.internal.tool.evasion;

import org.jspecify.annotations.NullMarked;
