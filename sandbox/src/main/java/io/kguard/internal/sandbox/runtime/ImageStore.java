// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.image.Image;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.ImageLoader;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;
import io.kguard.workload.PodImages;
import io.kguard.workload.StandIns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the image that a pod names. */
final class ImageStore {
    private static final List<String> SCHEMES = List.of("rootfs:", "oci:", "docker-archive:", "docker-daemon:");

    private final Map<ImageReference, ImageSource> named = new HashMap<>();
    private final ImageLoader loader;

    public ImageStore(ImageCache cache, Map<String, ImageSource> named) {
        named.forEach((name, source) -> this.named.put(parse(name), source));
        this.loader = new ImageLoader(cache, ImageStore::programs, ImageStore::saved);
    }

    private static Map<String, byte[]> programs() {
        return Map.of(
                StandIns.ACTOR,
                NativeProgram.ACTOR.content(),
                StandIns.SUITE,
                NativeProgram.SUITE.content(),
                StandIns.PRELOAD,
                NativeProgram.PRELOAD.content());
    }

    private static InputStream saved(String reference) throws IOException {
        return DockerHttp.ofEnvironment().get("/images/" + reference + "/get");
    }

    /** Whether an image name in a pod says where the image's files are. */
    public static boolean isSource(String name) {
        return SCHEMES.stream().anyMatch(name::startsWith);
    }

    /**
     * The image with this name.
     *
     * @param folders the folders in which the image's files may be
     * @throws SandboxException if there is none, or it is in another folder
     */
    public Image find(String name, AllowedFolders folders) {
        ImageSource source = source(name, folders);
        boolean isName = !isSource(name);
        if (source instanceof ImageSource.DockerDaemon && isName && named.get(parse(name)) == null) {
            return findInDaemon(name, source);
        }
        return isName ? load(source).named(parse(name)) : load(source);
    }

    private Image findInDaemon(String name, ImageSource source) {
        try {
            return load(source);
        } catch (SandboxException e) {
            throw new SandboxException(
                    Reason.IMAGE,
                    "there is no image \"" + name + "\" here. Built in are " + builtIn()
                            + ". The pod's annotation " + PodImages.ANNOTATION
                            + " can name the files for another image. kguard pulls nothing from registries: use "
                            + "docker pull, or skopeo copy to an oci: folder. The local Docker daemon answered: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
    }

    /** The source of the image with a name. */
    public ImageSource source(String name, AllowedFolders folders) {
        int colon = name.indexOf(':');
        String scheme = colon < 0 ? "" : name.substring(0, colon + 1);
        String rest = name.substring(colon + 1);
        String path = PodImages.pathOf(name);
        if (path != null) {
            Path files = allowed(folders, name, path);
            String reference = rest.substring(Math.min(rest.length(), path.length() + 1)); // after a colon
            return switch (scheme) {
                case "rootfs:" -> new ImageSource.Rootfs(files);
                case "oci:" -> new ImageSource.OciLayout(files, reference);
                default -> new ImageSource.DockerArchive(files, reference);
            };
        }
        return switch (scheme) {
            case "docker-daemon:" -> {
                parse(rest); // it becomes part of a path of the daemon's API
                yield new ImageSource.DockerDaemon(rest);
            }
            default -> named(name);
        };
    }

    private static Path allowed(AllowedFolders folders, String name, String path) {
        try {
            return folders.resolveImage(name, path);
        } catch (IllegalArgumentException e) {
            throw new SandboxException(Reason.BAD_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    private ImageSource named(String name) {
        ImageReference reference = parse(name);
        ImageSource source = named.get(reference);
        if (source != null) {
            return source;
        }
        String repository = reference.repository();
        String simple = repository.substring(repository.lastIndexOf('/') + 1);
        boolean builtIn = repository.equals("docker.io/library/" + simple)
                && ImageLoader.builtIn().contains(simple);
        return builtIn ? new ImageSource.BuiltIn(simple) : new ImageSource.DockerDaemon(name);
    }

    /**
     * Reads an image.
     *
     * @throws SandboxException if it can't be read
     */
    public Image load(ImageSource source) {
        try {
            return loader.load(source);
        } catch (ImageException e) {
            throw unusable(e);
        }
    }

    /**
     * Parses an image's name.
     *
     * @throws SandboxException if it is malformed
     */
    public static ImageReference parse(String name) {
        try {
            return ImageReference.parse(name);
        } catch (ImageException e) {
            throw unusable(e);
        }
    }

    private static SandboxException unusable(ImageException e) {
        Reason reason = switch (e.reason()) {
            case IMAGE -> Reason.IMAGE;
            case MACHINE -> Reason.NOT_SUPPORTED;
        };
        return new SandboxException(reason, String.valueOf(e.getMessage()), e.getCause() == null ? e : e.getCause());
    }

    /** The names of the built-in images, for a message. */
    public static String builtIn() {
        List<String> names = ImageLoader.builtIn();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
