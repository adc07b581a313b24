// SPDX-License-Identifier: Apache-2.0
/** Scenario files that are derived from the conditions of rules. */
@NullMarked
package io.kguard.internal.tool.derive;

import org.jspecify.annotations.NullMarked;
