// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** Reads an archive that {@code docker save} wrote. */
final class DockerArchiveReader {
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_LINKS = 8;
    /** Links in the archive, which are in memory: one for each layer that comes twice. */
    private static final int MAX_LINK_FILES = 10_000;

    private static final int MAX_PATH = 4096;

    private final Path file;
    private final Path scratch;
    private final long maxBytes;
    private final Deadline deadline;

    /**
     * A reader of an archive.
     *
     * @param scratch an empty folder for the layers
     * @param maxBytes the maximum size of all layers together
     */
    DockerArchiveReader(Path file, Path scratch, long maxBytes, Deadline deadline) {
        this.file = file;
        this.scratch = scratch;
        this.maxBytes = maxBytes;
        this.deadline = deadline;
    }

    /** The image with a name. The empty name means the only image. */
    ImageBlobs read(String name) throws IOException {
        Map<String, String> links = new HashMap<>();
        String manifest = manifest(links);
        Map<String, Object> image = choose(manifest, name);
        String configName = JsonTree.text(image.get("Config"));
        List<String> layerNames = JsonTree.texts(image.get("Layers"));
        Map<String, Path> wanted = new HashMap<>();
        wanted.put(resolve(links, configName), scratch.resolve("config"));
        for (String layer : layerNames) {
            wanted.computeIfAbsent(resolve(links, layer), key -> scratch.resolve("layer-" + wanted.size()));
        }
        extract(wanted);
        Path config = found(wanted, resolve(links, configName), configName);
        if (Files.size(config) > ImageBlobs.MAX_JSON) {
            throw new IOException("its configuration is larger than " + ImageBlobs.MAX_JSON + " bytes");
        }
        List<ImageBlobs.Layer> layers = new ArrayList<>();
        for (String layerName : layerNames) {
            Path layer = found(wanted, resolve(links, layerName), layerName);
            layers.add(() -> Compression.open(layer));
        }
        List<String> tags = JsonTree.texts(image.get("RepoTags"));
        String reference = !name.isEmpty() ? name : tags.isEmpty() ? "localhost/image" : tags.get(0);
        return new ImageBlobs(ImageReference.parse(reference), Files.readString(config), layers);
    }

    private static Path found(Map<String, Path> wanted, String entry, String name) throws IOException {
        Path path = wanted.get(entry);
        if (path == null || Files.notExists(path)) {
            throw new IOException("it lacks " + name + ", which its manifest names");
        }
        return path;
    }

    private static Map<String, Object> choose(String manifest, String name) throws IOException {
        // the top level is a list, which the reader of objects does not accept
        List<Object> all =
                JsonTree.list(JsonTree.read("{\"images\":" + manifest + "}").get("images"));
        List<String> names = new ArrayList<>();
        for (Object each : all) {
            Map<String, Object> image = JsonTree.object(each);
            List<String> tags = JsonTree.texts(image.get("RepoTags"));
            names.addAll(tags);
            if (name.isEmpty() ? all.size() == 1 : isNamed(tags, name)) {
                return image;
            }
        }
        throw new IOException((name.isEmpty()
                        ? "it must have one image if none is named, but it has " + all.size()
                        : "it has no image " + name)
                + ". It has: " + String.join(", ", names));
    }

    private static boolean isNamed(List<String> tags, String name) {
        ImageReference wanted = ImageReference.parse(name);
        return tags.stream().anyMatch(tag -> ImageReference.parse(tag).equals(wanted));
    }

    private String manifest(Map<String, String> links) throws IOException {
        @Nullable String manifest = null;
        try (TarReader tar = open()) {
            int entries = 0;
            for (TarArchiveEntry entry; (entry = tar.next()) != null; ) {
                if (++entries > MAX_ENTRIES) {
                    throw new IOException("it has more than " + MAX_ENTRIES + " files");
                }
                if (Math.max(entry.getName().length(), entry.getLinkName().length()) > MAX_PATH) {
                    throw new IOException("a path of more than " + MAX_PATH + " characters");
                }
                if (entry.isSymbolicLink()) {
                    if (links.size() == MAX_LINK_FILES) {
                        throw new IOException("it has more than " + MAX_LINK_FILES + " symbolic links");
                    }
                    // older versions of Docker store a layer once and link to it
                    String name = clean(entry.getName());
                    links.put(name, clean(name.substring(0, name.lastIndexOf('/') + 1), entry.getLinkName()));
                } else if (clean(entry.getName()).equals("manifest.json")) {
                    if (entry.getSize() > ImageBlobs.MAX_JSON) {
                        throw new IOException("its manifest is larger than " + ImageBlobs.MAX_JSON + " bytes");
                    }
                    manifest = new String(tar.content().readNBytes(ImageBlobs.MAX_JSON), UTF_8);
                }
            }
        }
        if (manifest == null) {
            throw new IOException("it has no manifest.json, so docker save did not write it");
        }
        return manifest;
    }

    private static String clean(String name) throws IOException {
        return clean("", name);
    }

    /** The path of a file in the archive, of which another may be given relative to a folder. */
    private static String clean(String folder, String name) throws IOException {
        try {
            return Path.of("/" + folder).resolve(name).normalize().toString().substring(1);
        } catch (InvalidPathException e) {
            throw new IOException("a name in it is no name of a file: " + e.getReason(), e);
        }
    }

    private static String resolve(Map<String, String> links, String name) throws IOException {
        String at = clean(name);
        for (int i = 0; links.containsKey(at); i++) {
            if (i == MAX_LINKS) {
                throw new IOException("too many symbolic links from " + name);
            }
            at = links.getOrDefault(at, at);
        }
        return at;
    }

    private void extract(Map<String, Path> wanted) throws IOException {
        long left = maxBytes;
        try (TarReader tar = open()) {
            for (TarArchiveEntry entry; (entry = tar.next()) != null; ) {
                Path target = wanted.get(clean(entry.getName()));
                if (target == null || entry.isDirectory() || entry.isLink() || Files.exists(target)) {
                    continue;
                }
                left -= entry.getSize();
                if (left < 0) {
                    throw new IOException("its layers are larger than " + maxBytes + " bytes together");
                }
                Files.copy(tar.content(), target);
            }
        }
    }

    private TarReader open() throws IOException {
        return new TarReader(Compression.open(file), maxBytes, deadline);
    }
}
