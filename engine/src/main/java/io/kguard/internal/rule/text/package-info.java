// SPDX-License-Identifier: Apache-2.0
/** Texts of rule files that know where each of their characters was written. */
@NullMarked
package io.kguard.internal.rule.text;

import org.jspecify.annotations.NullMarked;
