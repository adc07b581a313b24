// SPDX-License-Identifier: Apache-2.0
/** Tests of suites. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.verify;
