// SPDX-License-Identifier: Apache-2.0
/** What messages about other people's input have in common: the name that was meant, and characters that can't be seen. */
@NullMarked
package io.kguard.internal.message;

import org.jspecify.annotations.NullMarked;
