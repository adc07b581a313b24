// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

/**
 * What an image may have. The bounds hold for all layers together.
 *
 * @param bytes the size of its files
 * @param files the number of its files and folders
 * @param names the length of their paths, which are in memory while it is unpacked
 */
record UnpackBounds(long bytes, int files, long names) {}
