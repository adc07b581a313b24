// SPDX-License-Identifier: Apache-2.0
/** Tests of the assertions. */
@org.jspecify.annotations.NullMarked
package io.kguard.assertion;
