// SPDX-License-Identifier: Apache-2.0
/** Pods on Docker. */
@NullMarked
package io.kguard.internal.sandbox.docker;

import org.jspecify.annotations.NullMarked;
