// SPDX-License-Identifier: Apache-2.0
/** One run of the parts that several machines made. */
@NullMarked
package io.kguard.internal.merge;

import org.jspecify.annotations.NullMarked;
