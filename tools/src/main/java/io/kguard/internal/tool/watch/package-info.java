// SPDX-License-Identifier: Apache-2.0
/** Checks that are made again when a file is saved. */
@NullMarked
package io.kguard.internal.tool.watch;

import org.jspecify.annotations.NullMarked;
