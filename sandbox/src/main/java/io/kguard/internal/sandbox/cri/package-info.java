// SPDX-License-Identifier: Apache-2.0
/** The API of a container runtime (CRI), from which a program on this machine learns of the simulated pods. */
@NullMarked
package io.kguard.internal.sandbox.cri;

import org.jspecify.annotations.NullMarked;
