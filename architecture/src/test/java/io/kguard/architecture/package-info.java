// SPDX-License-Identifier: Apache-2.0
/** Rules for the code as a whole. Exceptions are listed here, each with its reason. */
@NullMarked
package io.kguard.architecture;

import org.jspecify.annotations.NullMarked;
