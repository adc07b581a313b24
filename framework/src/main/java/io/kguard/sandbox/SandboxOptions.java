package io.kguard.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a sandbox works.
 *
 * @param runtime what runs the containers
 * @param stateDirectory where running pods keep their files, shared by all JVMs of the machine; must not lie on a
 *     network file system
 * @param imageCache where unpacked images are kept for later runs, shared by all JVMs of the machine
 * @param images what the image names in pods stand for, looked up before anything else; see {@link ImageSource}
 * @param setup what pods find around them, unless they are started with a setup of their own
 */
public record SandboxOptions(
        ContainerRuntime runtime,
        Path stateDirectory,
        Path imageCache,
        Map<String, ImageSource> images,
        PodSetup setup) {

    public SandboxOptions {
        images = Map.copyOf(images);
    }

    /** The runtime that the system property {@code kguard.runtime} names, and defaults for the rest. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                ContainerRuntime.configured(),
                Path.of("/run/kguard"),
                Path.of("/var/cache/kguard/images"),
                Map.of(),
                PodSetup.defaults());
    }

    public SandboxOptions withRuntime(ContainerRuntime value) {
        return new SandboxOptions(value, stateDirectory, imageCache, images, setup);
    }

    public SandboxOptions withStateDirectory(Path value) {
        return new SandboxOptions(runtime, value, imageCache, images, setup);
    }

    public SandboxOptions withImageCache(Path value) {
        return new SandboxOptions(runtime, stateDirectory, value, images, setup);
    }

    /** Lets an image name stand for an image; a name without a tag means its tag {@code latest}. */
    public SandboxOptions withImage(String name, ImageSource source) {
        Map<String, ImageSource> all = new LinkedHashMap<>(images);
        all.put(name, source);
        return new SandboxOptions(runtime, stateDirectory, imageCache, all, setup);
    }

    public SandboxOptions withSetup(PodSetup value) {
        return new SandboxOptions(runtime, stateDirectory, imageCache, images, value);
    }
}
