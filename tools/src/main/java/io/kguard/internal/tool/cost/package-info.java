// SPDX-License-Identifier: Apache-2.0
/** What rules cost. */
@NullMarked
package io.kguard.internal.tool.cost;

import org.jspecify.annotations.NullMarked;
