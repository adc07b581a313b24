// SPDX-License-Identifier: Apache-2.0
/** Compiled rules, and sessions that evaluate them on events. */
@NullMarked
package io.kguard.engine;

import org.jspecify.annotations.NullMarked;
