// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's side seen from Java: CO-RE programs are loaded and attached, their ring buffer is read, and the events of
 * every simulation are handed to its consumer.
 */
@NullMarked
package io.kguard.sensor;

import org.jspecify.annotations.NullMarked;
