// SPDX-License-Identifier: Apache-2.0
/** Exceptions for alerts on everyday work. */
@NullMarked
package io.kguard.internal.tool.tuning;

import org.jspecify.annotations.NullMarked;
