// SPDX-License-Identifier: Apache-2.0
/** Code as users write it: outside of kguard's packages, so that it sees only what is public. */
@NullMarked
package io.kguard.user;

import org.jspecify.annotations.NullMarked;
