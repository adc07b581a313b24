// SPDX-License-Identifier: Apache-2.0
/** How the alerts of two sets of rules differ on the same events. */
@NullMarked
package io.kguard.internal.difference;

import org.jspecify.annotations.NullMarked;
