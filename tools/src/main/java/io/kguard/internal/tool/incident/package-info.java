// SPDX-License-Identifier: Apache-2.0
/** Tests of alerts and recordings. */
@NullMarked
package io.kguard.internal.tool.incident;

import org.jspecify.annotations.NullMarked;
