// SPDX-License-Identifier: Apache-2.0
/** What is wrong in a file, where, and what to do. */
@NullMarked
package io.kguard.diagnostic;

import org.jspecify.annotations.NullMarked;
