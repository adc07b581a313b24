// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Kubernetes cluster: an API server on top of fabric8's mock store, pods that are real containers, and
 * audit events. Stock clients such as {@code kubectl} work with it.
 */
@NullMarked
package io.kguard.internal.cluster;

import org.jspecify.annotations.NullMarked;
