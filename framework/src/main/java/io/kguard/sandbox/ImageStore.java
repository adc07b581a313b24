package io.kguard.sandbox;

import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the image that a pod names. */
final class ImageStore {
    private static final List<String> SCHEMES = List.of("rootfs:", "oci:", "docker-archive:", "docker-daemon:");

    private final Map<ImageReference, ImageSource> named = new HashMap<>();
    private final Map<ImageSource, Image> known = new ConcurrentHashMap<>();
    private final BuiltInImages builtIn;
    private final PackedImages packed;

    ImageStore(ImageCache cache, Map<String, ImageSource> named) {
        named.forEach((name, source) -> this.named.put(ImageReference.parse(name), source));
        this.builtIn = new BuiltInImages(cache);
        this.packed = new PackedImages(cache);
    }

    /** Whether what a pod has in place of an image's name says where its files are. */
    static boolean isSource(String name) {
        return SCHEMES.stream().anyMatch(name::startsWith);
    }

    /** The file or folder that an image's files come from, as it is written; null for an image that has none. */
    static @Nullable String pathOf(String name) {
        String rest = name.substring(name.indexOf(':') + 1);
        if (name.startsWith("rootfs:")) {
            return rest;
        }
        return name.startsWith("oci:") || name.startsWith("docker-archive:") ? split(rest)[0] : null;
    }

    /**
     * The image of this name.
     *
     * @param folders where the files may lie that a name says an image is in
     * @throws SandboxException if there is none, or it lies elsewhere
     */
    Image find(String name, AllowedFolders folders) {
        ImageSource source = source(name, folders);
        boolean isName = !isSource(name);
        if (source instanceof ImageSource.DockerDaemon && isName && named.get(ImageReference.parse(name)) == null) {
            return findInDaemon(name, source);
        }
        return isName ? load(source).named(ImageReference.parse(name)) : load(source);
    }

    private Image findInDaemon(String name, ImageSource source) {
        try {
            return load(source);
        } catch (SandboxException e) {
            throw new SandboxException(
                    Reason.IMAGE,
                    "there is no image \"" + name + "\" here. Built in are " + BuiltInImages.names()
                            + "; SandboxOptions.withImage, or the pod's annotation " + PodPlan.IMAGE_ANNOTATION
                            + ", says which files another name stands for. kguard pulls nothing from registries; "
                            + "docker pull, or skopeo copy to an oci: folder, does. The local Docker daemon was asked: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
    }

    /** What a name that a pod gives an image stands for. */
    ImageSource source(String name, AllowedFolders folders) {
        int colon = name.indexOf(':');
        String scheme = colon < 0 ? "" : name.substring(0, colon + 1);
        String rest = name.substring(colon + 1);
        String path = pathOf(name);
        if (path != null) {
            Path files = folders.resolve(path);
            return switch (scheme) {
                case "rootfs:" -> new ImageSource.Rootfs(files);
                case "oci:" -> new ImageSource.OciLayout(files, split(rest)[1]);
                default -> new ImageSource.DockerArchive(files, split(rest)[1]);
            };
        }
        return switch (scheme) {
            case "docker-daemon:" -> new ImageSource.DockerDaemon(rest);
            default -> named(name);
        };
    }

    private ImageSource named(String name) {
        ImageReference reference = ImageReference.parse(name);
        ImageSource source = named.get(reference);
        if (source != null) {
            return source;
        }
        String repository = reference.repository();
        String simple = repository.substring(repository.lastIndexOf('/') + 1);
        boolean builtIn = repository.equals("docker.io/library/" + simple) && BuiltInImages.NAMES.contains(simple);
        return builtIn ? new ImageSource.BuiltIn(simple) : new ImageSource.DockerDaemon(name);
    }

    private static String[] split(String pathAndReference) {
        int colon = pathAndReference.indexOf(':');
        return colon < 0
                ? new String[] {pathAndReference, ""}
                : new String[] {pathAndReference.substring(0, colon), pathAndReference.substring(colon + 1)};
    }

    /** The image of a source. */
    Image load(ImageSource source) {
        Image image = known.get(source);
        if (image != null) {
            return image;
        }
        try {
            image = read(source);
        } catch (IOException e) {
            throw new SandboxException(Reason.IMAGE, "the image " + source + " can't be read: " + e.getMessage(), e);
        }
        known.put(source, image);
        return image;
    }

    private Image read(ImageSource source) throws IOException {
        if (source instanceof ImageSource.BuiltIn image) {
            return builtIn.get(image.name());
        }
        if (source instanceof ImageSource.Rootfs rootfs) {
            return rootfs(rootfs.folder());
        }
        if (source instanceof ImageSource.OciLayout layout) {
            return packed.get(layout);
        }
        if (source instanceof ImageSource.DockerArchive archive) {
            return packed.get(archive);
        }
        return packed.get((ImageSource.DockerDaemon) source);
    }

    private static Image rootfs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SandboxException(Reason.IMAGE, "the image folder " + folder + " does not exist");
        }
        Path real = folder.toRealPath();
        if (real.toString().indexOf(':') >= 0 || real.toString().indexOf(',') >= 0) {
            throw new SandboxException(
                    Reason.IMAGE, "the path of the image folder " + real + " must have no colon or comma in it");
        }
        String id = NativeProgram.sha256(real.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ImageReference reference = new ImageReference("localhost/" + nameOf(real), "latest", "");
        return new Image(reference, id, List.of(real), Image.Config.NONE);
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        String text = name == null ? "" : name.toString().replaceAll("[^a-zA-Z0-9._-]", "-");
        return text.isEmpty() ? "rootfs" : text;
    }
}
