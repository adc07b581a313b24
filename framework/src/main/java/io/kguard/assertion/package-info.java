// SPDX-License-Identifier: Apache-2.0
/** AssertJ assertions on what a simulation detected. Start with {@link io.kguard.assertion.KguardAssertions}. */
@NullMarked
package io.kguard.assertion;

import org.jspecify.annotations.NullMarked;
