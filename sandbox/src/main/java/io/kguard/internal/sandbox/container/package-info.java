// SPDX-License-Identifier: Apache-2.0
/** What pods and containers of all runtimes have in common. */
@NullMarked
package io.kguard.internal.sandbox.container;

import org.jspecify.annotations.NullMarked;
