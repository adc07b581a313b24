// SPDX-License-Identifier: Apache-2.0
/** Does in a simulated cluster what reactions say, as Falco Talon does. */
@NullMarked
package io.kguard.reactor;

import org.jspecify.annotations.NullMarked;
