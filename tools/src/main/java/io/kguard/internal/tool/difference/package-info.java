// SPDX-License-Identifier: Apache-2.0
/** What other rules do on the same scenarios and captures. */
@NullMarked
package io.kguard.internal.tool.difference;

import org.jspecify.annotations.NullMarked;
