// SPDX-License-Identifier: Apache-2.0
/** Tests of simulations. */
@org.jspecify.annotations.NullMarked
package io.kguard.simulation;
