// SPDX-License-Identifier: Apache-2.0
/** What a name that rules, findings or scenarios use means, in words. */
@NullMarked
package io.kguard.internal.tool.explain;

import org.jspecify.annotations.NullMarked;
