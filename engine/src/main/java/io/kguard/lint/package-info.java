// SPDX-License-Identifier: Apache-2.0
/** Finds what Falco accepts in rules but their author probably did not intend, and reports it. */
@NullMarked
package io.kguard.lint;

import org.jspecify.annotations.NullMarked;
