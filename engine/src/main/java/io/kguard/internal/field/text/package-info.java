// SPDX-License-Identifier: Apache-2.0
/** How values are written and compared as text: numbers, flags, addresses, patterns. */
@NullMarked
package io.kguard.internal.field.text;

import org.jspecify.annotations.NullMarked;
