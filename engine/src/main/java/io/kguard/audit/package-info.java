// SPDX-License-Identifier: Apache-2.0
/** Audit events of a Kubernetes API server, {@code audit.k8s.io/v1}: from a string, a log file, or a webhook. */
@NullMarked
package io.kguard.audit;

import org.jspecify.annotations.NullMarked;
