// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageException.Reason;
import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Prepares the files of images. All users of an image share them. */
public final class ImageLoader {
    private final Map<ImageSource, Image> known = new ConcurrentHashMap<>();
    private final BuiltInImages builtIn;
    private final PackedImages packed;

    /** A local Docker daemon. It is used only for images that come from it. */
    @FunctionalInterface
    public interface Daemon {
        /** The image with a name, in the format of {@code docker save}. */
        InputStream save(String reference) throws IOException;
    }

    /**
     * A loader.
     *
     * @param cache keeps unpacked and built-in images
     * @param programs kguard's own programs of the built-in image {@code base}, by their paths
     */
    public ImageLoader(ImageCache cache, Supplier<Map<String, byte[]>> programs, Daemon daemon) {
        this.builtIn = new BuiltInImages(cache, programs);
        this.packed = new PackedImages(cache, daemon);
    }

    /** The names of the built-in images. */
    public static List<String> builtIn() {
        return BuiltInImages.NAMES;
    }

    /**
     * Loads the image of a source.
     *
     * @throws ImageException if it can't be read
     */
    public Image load(ImageSource source) {
        Image image = known.get(source);
        if (image != null) {
            return image;
        }
        try {
            image = read(source);
        } catch (IOException e) {
            throw new ImageException(Reason.IMAGE, "the image " + source + " can't be read: " + e.getMessage(), e);
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
            throw new ImageException(Reason.IMAGE, "the image folder " + folder + " does not exist");
        }
        Path real = folder.toRealPath();
        if (real.toString().indexOf(':') >= 0 || real.toString().indexOf(',') >= 0) {
            throw new ImageException(
                    Reason.IMAGE, "the path of the image folder " + real + " must have no colon or comma in it");
        }
        String id = Sha256.of(real.toString().getBytes(UTF_8));
        ImageReference reference = new ImageReference("localhost/" + nameOf(real), "latest", "");
        return new Image(reference, id, List.of(real), Image.Config.NONE);
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        String text = name == null ? "" : name.toString().replaceAll("[^a-zA-Z0-9._-]", "-");
        return text.isEmpty() ? "rootfs" : text;
    }
}
