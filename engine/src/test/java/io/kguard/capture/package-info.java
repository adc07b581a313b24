// SPDX-License-Identifier: Apache-2.0
/** How captures are read and written. */
@org.jspecify.annotations.NullMarked
package io.kguard.capture;
