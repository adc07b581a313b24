// SPDX-License-Identifier: Apache-2.0
/** What some tests need of the machine: a test that carries one of these annotations skips, with the reason, without it. */
@NullMarked
package io.kguard.requirement;

import org.jspecify.annotations.NullMarked;
