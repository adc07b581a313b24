// SPDX-License-Identifier: Apache-2.0
/** Tests of the import of atomics. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.atomic;
