// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.internal.image.ImageSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox works.
 *
 * @param runtime what runs the containers
 * @param runc the runc program, or one with the same command line; null for the {@code runc} on the path
 * @param stateDirectory where running pods keep their files, shared by all JVMs of the machine; must not lie on a
 *     network file system
 * @param imageCache where unpacked images are kept for later runs, shared by all JVMs of the machine
 * @param images what the image names in pods stand for, looked up before anything else; see {@link ImageSource}
 * @param setup what pods find around them, unless they are started with a setup of their own
 */
@API(status = API.Status.EXPERIMENTAL)
public record SandboxOptions(
        ContainerRuntime runtime,
        @Nullable Path runc,
        Path stateDirectory,
        Path imageCache,
        Map<String, ImageSource> images,
        PodSetup setup) {

    /** The system property that names the runc program. */
    public static final String RUNC = "kguard.runc";

    public SandboxOptions {
        images = Map.copyOf(images);
    }

    /** The runtime and the runc that the system properties {@code kguard.runtime} and {@value #RUNC} name, and defaults for the rest. */
    public static SandboxOptions defaults() {
        String program = System.getProperty(RUNC, "");
        return new SandboxOptions(
                ContainerRuntime.configured(),
                program.isEmpty() ? null : Path.of(program),
                Path.of("/run/kguard"),
                Path.of("/var/cache/kguard/images"),
                Map.of(),
                PodSetup.defaults());
    }

    public SandboxOptions withRuntime(ContainerRuntime value) {
        return new SandboxOptions(value, runc, stateDirectory, imageCache, images, setup);
    }

    /** Another runc than the one on the path. */
    public SandboxOptions withRunc(Path value) {
        return new SandboxOptions(runtime, value, stateDirectory, imageCache, images, setup);
    }

    public SandboxOptions withStateDirectory(Path value) {
        return new SandboxOptions(runtime, runc, value, imageCache, images, setup);
    }

    public SandboxOptions withImageCache(Path value) {
        return new SandboxOptions(runtime, runc, stateDirectory, value, images, setup);
    }

    /** Lets an image name stand for an image; a name without a tag means its tag {@code latest}. */
    public SandboxOptions withImage(String name, ImageSource source) {
        Map<String, ImageSource> all = new LinkedHashMap<>(images);
        all.put(name, source);
        return new SandboxOptions(runtime, runc, stateDirectory, imageCache, all, setup);
    }

    public SandboxOptions withSetup(PodSetup value) {
        return new SandboxOptions(runtime, runc, stateDirectory, imageCache, images, value);
    }
}
