// SPDX-License-Identifier: Apache-2.0
/**
 * The scap event: the one format in which the sensor, captures and written events describe what happened. Falco defines
 * the table of event types, their parameters and flags.
 */
@NullMarked
package io.kguard.event;

import org.jspecify.annotations.NullMarked;
