// SPDX-License-Identifier: Apache-2.0
/** Audit events of a Kubernetes API server, {@code audit.k8s.io/v1}: from a text, a log file, or posted by the server. */
@NullMarked
package io.kguard.audit;

import org.jspecify.annotations.NullMarked;
