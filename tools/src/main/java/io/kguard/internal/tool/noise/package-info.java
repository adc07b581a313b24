// SPDX-License-Identifier: Apache-2.0
/** Alerts on everyday work. */
@NullMarked
package io.kguard.internal.tool.noise;

import org.jspecify.annotations.NullMarked;
