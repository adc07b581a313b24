// SPDX-License-Identifier: Apache-2.0
/** What goes on in the cluster without a request: controllers and the kubelet. */
@NullMarked
package io.kguard.internal.cluster.controller;

import org.jspecify.annotations.NullMarked;
