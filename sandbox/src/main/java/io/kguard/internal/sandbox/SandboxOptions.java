// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.internal.image.ImageSource;
import io.kguard.internal.sensor.RunningKernel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of a sandbox.
 *
 * @param runtime the runtime that runs the containers
 * @param runc the runc program, or one with the same command line; null for the {@code runc} on the path
 * @param stateDirectory where running pods keep their files, shared by all JVMs of the machine; must not be on a
 *     network file system
 * @param imageCache where unpacked images are kept for later runs, shared by all JVMs of the machine
 * @param images sources of images by name, looked up before anything else; see {@link ImageSource}
 * @param setup the environment of pods that are started without a setup
 */
public record SandboxOptions(
        ContainerRuntime runtime,
        @Nullable Path runc,
        Path stateDirectory,
        Path imageCache,
        Map<String, ImageSource> images,
        PodSetup setup) {

    public SandboxOptions {
        images = Map.copyOf(images);
    }

    /** The defaults: pods on runc. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                ContainerRuntime.RUNC,
                null,
                stateDirectory(RunningKernel.ofThisMachine()),
                Path.of("/var/cache/kguard/images"),
                Map.of(),
                PodSetup.defaults());
    }

    /** On nodes {@code /run} is a tmpfs, which can't map ids for a jail (an idmapped mount) before Linux 6.3. */
    static Path stateDirectory(RunningKernel kernel) {
        return Path.of(kernel.isBefore(6, 3) ? "/var/lib/kguard" : "/run/kguard");
    }

    public SandboxOptions withRuntime(ContainerRuntime value) {
        return new SandboxOptions(value, runc, stateDirectory, imageCache, images, setup);
    }

    /** These options with another runc program. */
    public SandboxOptions withRunc(Path value) {
        return new SandboxOptions(runtime, value, stateDirectory, imageCache, images, setup);
    }

    public SandboxOptions withStateDirectory(Path value) {
        return new SandboxOptions(runtime, runc, value, imageCache, images, setup);
    }

    public SandboxOptions withImageCache(Path value) {
        return new SandboxOptions(runtime, runc, stateDirectory, value, images, setup);
    }

    /** These options with a source for an image name. A name without a tag has the tag {@code latest}. */
    public SandboxOptions withImage(String name, ImageSource source) {
        Map<String, ImageSource> all = new LinkedHashMap<>(images);
        all.put(name, source);
        return new SandboxOptions(runtime, runc, stateDirectory, imageCache, all, setup);
    }

    public SandboxOptions withSetup(PodSetup value) {
        return new SandboxOptions(runtime, runc, stateDirectory, imageCache, images, value);
    }
}
