// SPDX-License-Identifier: Apache-2.0
/** The regular expressions of conditions, parsed and run on byte strings. */
@NullMarked
package io.kguard.internal.condition.regex;

import org.jspecify.annotations.NullMarked;
