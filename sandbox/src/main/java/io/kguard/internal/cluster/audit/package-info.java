// SPDX-License-Identifier: Apache-2.0
/** What of its requests an API server writes to its audit log. */
@NullMarked
package io.kguard.internal.cluster.audit;

import org.jspecify.annotations.NullMarked;
