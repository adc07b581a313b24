// SPDX-License-Identifier: Apache-2.0
/** The regular expressions of conditions, on byte strings. */
@NullMarked
package io.kguard.internal.field.regex;

import org.jspecify.annotations.NullMarked;
