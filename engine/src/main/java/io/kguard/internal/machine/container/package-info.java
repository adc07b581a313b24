// SPDX-License-Identifier: Apache-2.0
/** Containers: what a process's cgroup and a runtime's metadata say of them. */
@NullMarked
package io.kguard.internal.machine.container;

import org.jspecify.annotations.NullMarked;
