// SPDX-License-Identifier: Apache-2.0
/** What became of many captures. */
@NullMarked
package io.kguard.internal.batch;

import org.jspecify.annotations.NullMarked;
