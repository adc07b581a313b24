// SPDX-License-Identifier: Apache-2.0
/** From a condition to an act on which it is true, or to the reason why none can be. */
@NullMarked
package io.kguard.internal.derivation;

import org.jspecify.annotations.NullMarked;
