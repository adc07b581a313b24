// SPDX-License-Identifier: Apache-2.0
/** What a run prints while it goes on. */
@NullMarked
package io.kguard.internal.console;

import org.jspecify.annotations.NullMarked;
