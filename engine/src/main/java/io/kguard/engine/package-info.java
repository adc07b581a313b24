// SPDX-License-Identifier: Apache-2.0
/** Rules, compiled, judging events. */
@NullMarked
package io.kguard.engine;

import org.jspecify.annotations.NullMarked;
