// SPDX-License-Identifier: Apache-2.0
/** The shim, the only program of kguard's that runs as root beside containers, and what it is told. */
@NullMarked
package io.kguard.internal.sandbox.shim;

import org.jspecify.annotations.NullMarked;
