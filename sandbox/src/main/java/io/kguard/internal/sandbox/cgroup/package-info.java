// SPDX-License-Identifier: Apache-2.0
/** Cgroups: limits, freezing, watching, and the removal of what is left. */
@NullMarked
package io.kguard.internal.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
