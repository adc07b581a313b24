// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel by way of libbpf: programs, maps, the ring buffer. The JNI library behind it checks and parses nothing.
 */
@NullMarked
package io.kguard.internal.sensor.bpf;

import org.jspecify.annotations.NullMarked;
