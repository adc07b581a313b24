// SPDX-License-Identifier: Apache-2.0
/** Pods on runc, in a jail. */
@NullMarked
package io.kguard.internal.sandbox.runc;

import org.jspecify.annotations.NullMarked;
