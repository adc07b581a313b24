// SPDX-License-Identifier: Apache-2.0
/** Evaluates one or two sets of rules on many captures, on Apache Spark. */
@NullMarked
package io.kguard.spark;

import org.jspecify.annotations.NullMarked;
