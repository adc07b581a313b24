// SPDX-License-Identifier: Apache-2.0
/**
 * What some tests need of the machine. A test with one of these annotations skips, with the reason, if its requirement
 * is not met.
 */
@NullMarked
package io.kguard.requirement;

import org.jspecify.annotations.NullMarked;
