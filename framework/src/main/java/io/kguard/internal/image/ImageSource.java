// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.nio.file.Path;

/**
 * Where an image's files come from. A pod may also name a source in place of an image: {@code base}, {@code busybox},
 * {@code kubectl}, {@code rootfs:/folder}, {@code oci:/layout[:tag]}, {@code docker-archive:/file.tar[:reference]} or
 * {@code docker-daemon:reference}. Any other name is looked up in {@link io.kguard.sandbox.SandboxOptions#images()}, then in the local
 * Docker daemon if there is one. From a registry only Docker pulls, when it runs the pod.
 *
 * <p>What is packed is unpacked once, its digests checked, its size bounded; file capabilities are lost thereby.
 */
public sealed interface ImageSource {

    /**
     * An image that kguard makes from the machine's own programs: {@code base} has bash, dash (as sh), coreutils, other
     * essential Debian programs and {@code kguard-actor}; {@code busybox} has busybox alone; {@code kubectl} has the
     * machine's kubectl and a shell.
     */
    record BuiltIn(String name) implements ImageSource {}

    /** A folder that holds a root file system; it is not copied and must not change while containers run on it. */
    record Rootfs(Path folder) implements ImageSource {}

    /** An image of an OCI layout folder; an empty tag means the only image of the layout. */
    record OciLayout(Path folder, String tag) implements ImageSource {}

    /** An image of an archive that {@code docker save} wrote; an empty reference means its only image. */
    record DockerArchive(Path file, String reference) implements ImageSource {}

    /** An image of the local Docker daemon. */
    record DockerDaemon(String reference) implements ImageSource {}

    /** The built-in image for scripted attacks. */
    static ImageSource base() {
        return new BuiltIn("base");
    }
}
