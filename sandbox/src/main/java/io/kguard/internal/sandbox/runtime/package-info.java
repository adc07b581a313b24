// SPDX-License-Identifier: Apache-2.0
/** Opens the sandbox of each runtime, and says what a machine can run and what killed runs left. */
@NullMarked
package io.kguard.internal.sandbox.runtime;

import org.jspecify.annotations.NullMarked;
