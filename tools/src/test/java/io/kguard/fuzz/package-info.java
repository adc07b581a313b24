// SPDX-License-Identifier: Apache-2.0
/** Coverage-guided fuzzing of all readers of untrusted input; {@code bin/fuzz} runs it. */
@NullMarked
package io.kguard.fuzz;

import org.jspecify.annotations.NullMarked;
