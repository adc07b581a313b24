// SPDX-License-Identifier: Apache-2.0
/** Tests of rule tests. */
@org.jspecify.annotations.NullMarked
package io.kguard.junit;
