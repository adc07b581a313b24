// SPDX-License-Identifier: Apache-2.0
/** The syntax of conditions: text to tree and back, macros replaced. */
@NullMarked
package io.kguard.internal.condition.syntax;

import org.jspecify.annotations.NullMarked;
