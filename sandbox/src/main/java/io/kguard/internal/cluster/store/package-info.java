// SPDX-License-Identifier: Apache-2.0
/** The objects of the simulated cluster, who asks for them, and what watches them. */
@NullMarked
package io.kguard.internal.cluster.store;

import org.jspecify.annotations.NullMarked;
