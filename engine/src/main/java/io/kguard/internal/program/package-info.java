// SPDX-License-Identifier: Apache-2.0
/** Programs of the machine: where they are, and how they are started. */
@NullMarked
package io.kguard.internal.program;

import org.jspecify.annotations.NullMarked;
