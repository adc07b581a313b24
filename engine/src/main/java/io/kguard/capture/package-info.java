// SPDX-License-Identifier: Apache-2.0
/** Captures of events in the scap format, as Falco and sysdig write and read them. */
@NullMarked
package io.kguard.capture;

import org.jspecify.annotations.NullMarked;
