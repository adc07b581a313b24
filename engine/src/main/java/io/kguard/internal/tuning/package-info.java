// SPDX-License-Identifier: Apache-2.0
/** From alerts on everyday work to the exceptions that silence them. */
@NullMarked
package io.kguard.internal.tuning;

import org.jspecify.annotations.NullMarked;
