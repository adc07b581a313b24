// SPDX-License-Identifier: Apache-2.0
/**
 * Simulated Kubernetes: an API server whose store is fabric8's mock, pods that are real containers, audit events. Stock
 * clients, {@code kubectl} among them, work against it.
 */
@NullMarked
package io.kguard.cluster;

import org.jspecify.annotations.NullMarked;
