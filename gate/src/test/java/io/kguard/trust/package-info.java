// SPDX-License-Identifier: Apache-2.0
/** Tests for what must never end green, and for what must never touch the machine. */
@org.jspecify.annotations.NullMarked
package io.kguard.trust;
