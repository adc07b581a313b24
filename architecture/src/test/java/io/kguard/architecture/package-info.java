// SPDX-License-Identifier: Apache-2.0
/** What holds of the code as a whole; the design says why. Exceptions are named here, each with its reason. */
@NullMarked
package io.kguard.architecture;

import org.jspecify.annotations.NullMarked;
