// SPDX-License-Identifier: Apache-2.0
/** Coverage-guided fuzzing of everything that reads what others have written; {@code bin/fuzz} runs it. */
@NullMarked
package io.kguard.fuzz;

import org.jspecify.annotations.NullMarked;
