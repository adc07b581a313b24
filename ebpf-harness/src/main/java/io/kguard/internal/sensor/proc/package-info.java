// SPDX-License-Identifier: Apache-2.0
/** What /proc says of a process: the state of the machine before the first event. */
@NullMarked
package io.kguard.internal.sensor.proc;

import org.jspecify.annotations.NullMarked;
