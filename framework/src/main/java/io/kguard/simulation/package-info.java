// SPDX-License-Identifier: Apache-2.0
/**
 * Simulations: one run of a scenario under the sensor, the alerts it caused, and the verdicts on them. A verdict is
 * {@code passed} only if the events behind it are known to be complete.
 */
@NullMarked
package io.kguard.simulation;

import org.jspecify.annotations.NullMarked;
