// SPDX-License-Identifier: Apache-2.0
/** A whole suite: every scenario against every loaded rule, and the rule tests; gates and reports. */
@NullMarked
package io.kguard.internal.verify;

import org.jspecify.annotations.NullMarked;
