// SPDX-License-Identifier: Apache-2.0
/** AssertJ assertions on what a simulation detected; {@link io.kguard.assertion.KguardAssertions} is the way in. */
@NullMarked
package io.kguard.assertion;

import org.jspecify.annotations.NullMarked;
