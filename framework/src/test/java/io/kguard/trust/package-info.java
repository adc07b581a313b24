// SPDX-License-Identifier: Apache-2.0
/** What must never end green, and what must never touch the machine. */
@org.jspecify.annotations.NullMarked
package io.kguard.trust;
