// SPDX-License-Identifier: Apache-2.0
/**
 * How pods run. {@code PodPlan} and its neighbours decide what a manifest asks for, {@code ImageStore} finds what containers are
 * made of, {@code RuntimePod} has what runc and Docker share, {@code Shim} speaks with the program beside a container, and
 * {@code Sandboxes} opens a runtime.
 */
@NullMarked
package io.kguard.internal.sandbox.runtime;

import org.jspecify.annotations.NullMarked;
