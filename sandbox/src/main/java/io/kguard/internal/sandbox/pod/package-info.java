// SPDX-License-Identifier: Apache-2.0
/** A pod's manifest as a plan: containers, volumes, network, privileges. */
@NullMarked
package io.kguard.internal.sandbox.pod;

import org.jspecify.annotations.NullMarked;
