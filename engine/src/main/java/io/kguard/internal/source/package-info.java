// SPDX-License-Identifier: Apache-2.0
/** Sources of events that are documents in JSON: which logs they come in, and what their fields have. */
@NullMarked
package io.kguard.internal.source;

import org.jspecify.annotations.NullMarked;
