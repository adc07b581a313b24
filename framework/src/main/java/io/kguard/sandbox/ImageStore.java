package io.kguard.sandbox;

import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the image that a pod names. */
final class ImageStore {
    private final Map<ImageReference, ImageSource> named = new HashMap<>();
    private final Map<ImageSource, Image> known = new ConcurrentHashMap<>();
    private final BuiltInImages builtIn;

    ImageStore(ImageCache cache, Map<String, ImageSource> named) {
        named.forEach((name, source) -> this.named.put(ImageReference.parse(name), source));
        this.builtIn = new BuiltInImages(cache);
    }

    /**
     * The image of this name.
     *
     * @throws SandboxException if there is none
     */
    Image find(String name) {
        int colon = name.indexOf(':');
        String scheme = colon < 0 ? "" : name.substring(0, colon);
        String rest = name.substring(colon + 1);
        return switch (scheme) {
            case "rootfs" -> load(new ImageSource.Rootfs(Path.of(rest)));
            case "oci" -> {
                String[] parts = split(rest);
                yield load(new ImageSource.OciLayout(Path.of(parts[0]), parts[1]));
            }
            case "docker-archive" -> {
                String[] parts = split(rest);
                yield load(new ImageSource.DockerArchive(Path.of(parts[0]), parts[1]));
            }
            case "docker-daemon" -> load(new ImageSource.DockerDaemon(rest));
            default -> findNamed(name);
        };
    }

    private static String[] split(String pathAndReference) {
        int colon = pathAndReference.indexOf(':');
        return colon < 0
                ? new String[] {pathAndReference, ""}
                : new String[] {pathAndReference.substring(0, colon), pathAndReference.substring(colon + 1)};
    }

    private Image findNamed(String name) {
        ImageReference reference = ImageReference.parse(name);
        ImageSource source = named.get(reference);
        if (source != null) {
            return load(source).named(reference);
        }
        String repository = reference.repository();
        String simple = repository.substring(repository.lastIndexOf('/') + 1);
        if (repository.equals("docker.io/library/" + simple) && BuiltInImages.NAMES.contains(simple)) {
            return load(new ImageSource.BuiltIn(simple)).named(reference);
        }
        throw new SandboxException(
                Reason.IMAGE,
                "there is no image \"" + name + "\" here. Built in are " + String.join(" and ", BuiltInImages.NAMES)
                        + "; SandboxOptions.withImage, or the pod's annotation " + PodPlan.IMAGE_ANNOTATION
                        + ", says which files another name stands for.");
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
        throw new SandboxException(
                Reason.NOT_SUPPORTED,
                "images of the kind " + source.getClass().getSimpleName() + " are not supported yet");
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
