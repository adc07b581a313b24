// SPDX-License-Identifier: Apache-2.0
/** The API server's endpoints: from a request to its answer and its audit event. */
@NullMarked
package io.kguard.internal.cluster.endpoint;

import org.jspecify.annotations.NullMarked;
