// SPDX-License-Identifier: Apache-2.0
/**
 * Images of containers: where their files come from, how they are read, unpacked and kept. Users name an
 * {@link io.kguard.internal.image.ImageSource}; {@link io.kguard.internal.image.ImageLoader} turns it into folders.
 * This package does not depend on pods, runtimes and shims.
 */
@NullMarked
package io.kguard.internal.image;

import org.jspecify.annotations.NullMarked;
