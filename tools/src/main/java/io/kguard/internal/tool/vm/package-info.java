// SPDX-License-Identifier: Apache-2.0
/**
 * A virtual machine as the place where a command runs: finds QEMU and a kernel, makes disks of files of this machine, boots, and
 * brings back what the command wrote. Needs no root.
 */
@NullMarked
package io.kguard.internal.tool.vm;

import org.jspecify.annotations.NullMarked;
