// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import java.nio.file.Path;

/**
 * A kernel.
 *
 * @param release as {@code uname -r} says it
 * @param image the file that is booted
 * @param modules the folder of its modules
 */
public record GuestKernel(String release, Path image, Path modules) {}
