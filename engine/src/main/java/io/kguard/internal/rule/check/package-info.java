// SPDX-License-Identifier: Apache-2.0
/** Hints for conditions that Falco refuses or that their author probably did not intend. */
@NullMarked
package io.kguard.internal.rule.check;

import org.jspecify.annotations.NullMarked;
