// SPDX-License-Identifier: Apache-2.0
/** Small changes of rules that no check notices. */
@NullMarked
package io.kguard.internal.tool.mutation;

import org.jspecify.annotations.NullMarked;
