// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the sensor: loads and attaches the BPF programs, reads their ring buffer, and passes events to the
 * consumer of each simulation.
 */
@NullMarked
package io.kguard.internal.sensor;

import org.jspecify.annotations.NullMarked;
