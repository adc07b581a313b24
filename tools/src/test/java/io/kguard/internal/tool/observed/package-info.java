// SPDX-License-Identifier: Apache-2.0
/** Tests of what is observed. */
@NullMarked
package io.kguard.internal.tool.observed;

import org.jspecify.annotations.NullMarked;
