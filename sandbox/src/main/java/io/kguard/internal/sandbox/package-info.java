// SPDX-License-Identifier: Apache-2.0
/**
 * Containers for simulations. A Kubernetes pod, in fabric8's model, becomes real containers with a kubelet's cgroups,
 * labels, mounts and security context, on runc by default or on Docker. {@link io.kguard.internal.image.ImageSource}
 * says where the files of their images come from.
 */
@NullMarked
package io.kguard.internal.sandbox;

import org.jspecify.annotations.NullMarked;
