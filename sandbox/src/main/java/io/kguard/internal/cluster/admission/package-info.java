// SPDX-License-Identifier: Apache-2.0
/** What the API server refuses or completes before it stores an object. */
@NullMarked
package io.kguard.internal.cluster.admission;

import org.jspecify.annotations.NullMarked;
