// SPDX-License-Identifier: Apache-2.0
/** What checks showed, and what must be shown. */
@NullMarked
package io.kguard.internal.result;

import org.jspecify.annotations.NullMarked;
