// SPDX-License-Identifier: Apache-2.0
/**
 * Simulations: one run of a scenario under the sensor, its alerts, and the verdicts. A verdict is {@code passed} only
 * if its events are known to be complete.
 */
@NullMarked
package io.kguard.simulation;

import org.jspecify.annotations.NullMarked;
