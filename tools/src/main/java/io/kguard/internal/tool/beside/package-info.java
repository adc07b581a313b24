// SPDX-License-Identifier: Apache-2.0
/** A Falco that judges the same events. */
@NullMarked
package io.kguard.internal.tool.beside;

import org.jspecify.annotations.NullMarked;
