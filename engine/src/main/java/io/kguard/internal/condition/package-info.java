// SPDX-License-Identifier: Apache-2.0
/** Conditions in Falco's language: parsing, type checks, evaluation, explanation. */
@NullMarked
package io.kguard.internal.condition;

import org.jspecify.annotations.NullMarked;
