// SPDX-License-Identifier: Apache-2.0
/** Programs that the build runs, in {@code bin/package} and {@code bin/kernels}. No user gets them. */
@NullMarked
package io.kguard.build;

import org.jspecify.annotations.NullMarked;
