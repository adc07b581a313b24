/**
 * Containers for simulations: a Kubernetes pod, in fabric8's model, becomes real containers with a kubelet's cgroups,
 * labels, mounts and security context, on runc by default or on Docker.
 */
@NullMarked
package io.kguard.sandbox;

import org.jspecify.annotations.NullMarked;
