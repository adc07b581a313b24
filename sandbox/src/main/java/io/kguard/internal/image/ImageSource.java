// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.nio.file.Path;

/**
 * Where an image's files come from. A pod may name a source in place of an image: {@code base}, {@code busybox},
 * {@code kubectl}, {@code rootfs:/folder}, {@code oci:/layout[:tag]}, {@code docker-archive:/file.tar[:reference]} or
 * {@code docker-daemon:reference}. Any other name is looked up in {@link io.kguard.internal.sandbox.SandboxOptions#images()},
 * then in the local Docker daemon if there is one. Only Docker pulls images from a registry, when it runs the pod.
 *
 * <p>Packed images are unpacked once. Digests are checked and sizes are bounded. File capabilities are lost.
 */
public sealed interface ImageSource {

    /**
     * An image that kguard builds from the machine's own programs. {@code base} has bash, dash (as sh), coreutils,
     * other essential Debian programs and {@code kguard-actor}. {@code busybox} has only busybox. {@code kubectl} has
     * the machine's kubectl and a shell.
     */
    record BuiltIn(String name) implements ImageSource {}

    /** A folder with a root file system. It is not copied and must not change while containers use it. */
    record Rootfs(Path folder) implements ImageSource {}

    /** An image of an OCI layout folder. An empty tag means the only image of the layout. */
    record OciLayout(Path folder, String tag) implements ImageSource {}

    /** An image of a {@code docker save} archive. An empty reference means its only image. */
    record DockerArchive(Path file, String reference) implements ImageSource {}

    /** An image of the local Docker daemon. */
    record DockerDaemon(String reference) implements ImageSource {}

    /** The built-in image for scripted attacks. */
    static ImageSource base() {
        return new BuiltIn("base");
    }
}
