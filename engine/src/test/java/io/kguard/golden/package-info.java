// SPDX-License-Identifier: Apache-2.0
/** Golden texts. */
@org.jspecify.annotations.NullMarked
package io.kguard.golden;
