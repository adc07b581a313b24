// SPDX-License-Identifier: Apache-2.0
/** Who a client is, and what it may do. */
@NullMarked
package io.kguard.internal.cluster.access;

import org.jspecify.annotations.NullMarked;
