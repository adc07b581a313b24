// SPDX-License-Identifier: Apache-2.0
/** Processes in containers: their input, output and end. */
@NullMarked
package io.kguard.internal.sandbox.process;

import org.jspecify.annotations.NullMarked;
