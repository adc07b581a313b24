// SPDX-License-Identifier: Apache-2.0
/**
 * Rule tests for JUnit 5 and 6: {@link io.kguard.junit.KGuard} on the class, {@link io.kguard.junit.RuleTest} on its
 * methods.
 */
@NullMarked
package io.kguard.junit;

import org.jspecify.annotations.NullMarked;
