// SPDX-License-Identifier: Apache-2.0
/** Attacks that don't prove their effect. */
@NullMarked
package io.kguard.internal.tool.observed;

import org.jspecify.annotations.NullMarked;
