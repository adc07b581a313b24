// SPDX-License-Identifier: Apache-2.0
/** Records as JSON, as another process or another machine reads them. */
@NullMarked
package io.kguard.internal.record;

import org.jspecify.annotations.NullMarked;
