// SPDX-License-Identifier: Apache-2.0
/** What events make of the machine. */
@org.jspecify.annotations.NullMarked
package io.kguard.internal.machine;
