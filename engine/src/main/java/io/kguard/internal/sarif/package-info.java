// SPDX-License-Identifier: Apache-2.0
/** Findings as SARIF, for code hosts and editors. */
@NullMarked
package io.kguard.internal.sarif;

import org.jspecify.annotations.NullMarked;
