// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the hot paths; {@code bin/bench} runs them all. */
@NullMarked
package io.kguard.benchmark;

import org.jspecify.annotations.NullMarked;
