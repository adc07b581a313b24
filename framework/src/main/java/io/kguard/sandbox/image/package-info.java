/**
 * Images of containers: where their files come from, how they are read, unpacked and kept. {@link
 * io.kguard.sandbox.image.ImageSource} is what users name; {@link io.kguard.sandbox.image.ImageLoader} makes a folder of it. This
 * package knows nothing of pods, runtimes and shims.
 */
@NullMarked
package io.kguard.sandbox.image;

import org.jspecify.annotations.NullMarked;
