// SPDX-License-Identifier: Apache-2.0
/** A real Falco as reference engine: the same rules on the same events, and the alerts compared. */
@NullMarked
package io.kguard.internal.beside;

import org.jspecify.annotations.NullMarked;
