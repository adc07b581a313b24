// SPDX-License-Identifier: Apache-2.0
/** Conditions: parsed, checked, run, explained. The language is Falco's. */
@NullMarked
package io.kguard.internal.condition;

import org.jspecify.annotations.NullMarked;
