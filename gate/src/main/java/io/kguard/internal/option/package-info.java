// SPDX-License-Identifier: Apache-2.0
/** What users can set: the parameters of goals, and the values that they gave. */
@NullMarked
package io.kguard.internal.option;

import org.jspecify.annotations.NullMarked;
