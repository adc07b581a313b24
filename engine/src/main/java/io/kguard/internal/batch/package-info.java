// SPDX-License-Identifier: Apache-2.0
/** The outcome of many captures. */
@NullMarked
package io.kguard.internal.batch;

import org.jspecify.annotations.NullMarked;
