// SPDX-License-Identifier: Apache-2.0
/**
 * Images of containers: where their files come from, how they are read, unpacked and kept. {@link
 * io.kguard.internal.image.ImageSource} is what users name; {@link io.kguard.internal.image.ImageLoader} makes a folder of it. This
 * package knows nothing of pods, runtimes and shims.
 */
@NullMarked
package io.kguard.internal.image;

import org.jspecify.annotations.NullMarked;
