// SPDX-License-Identifier: Apache-2.0
/** Many captures. */
@NullMarked
package io.kguard.internal.tool.replay;

import org.jspecify.annotations.NullMarked;
