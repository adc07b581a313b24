// SPDX-License-Identifier: Apache-2.0
/** Tests of the goals' settings. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.goal;
