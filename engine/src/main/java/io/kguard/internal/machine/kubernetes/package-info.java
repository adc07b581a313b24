// SPDX-License-Identifier: Apache-2.0
/** Objects of Kubernetes, as the plugin k8smeta tells of them. */
@NullMarked
package io.kguard.internal.machine.kubernetes;

import org.jspecify.annotations.NullMarked;
