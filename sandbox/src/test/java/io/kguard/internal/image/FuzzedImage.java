// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.workload.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads an archive as the sandbox reads a pod's image, into temporary folders. */
public final class FuzzedImage {
    private static final long MOST = 4 << 20;
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    private FuzzedImage() {}

    /**
     * Reads it.
     *
     * @throws IOException if temporary folders can't be created or removed
     */
    public static void read(Path archive) throws IOException {
        Path parent = Files.createTempDirectory(archive.getParent(), "kguard-fuzz");
        try {
            unpack(
                    archive,
                    Files.createDirectory(parent.resolve("scratch")),
                    Files.createDirectory(parent.resolve("root")));
        } finally {
            FileTrees.delete(parent);
        }
    }

    private static void unpack(Path archive, Path scratch, Path root) {
        try {
            LayerUnpacker unpacker =
                    new LayerUnpacker(root, new LayerUnpacker.Bounds(MOST, 1000, MOST), Deadline.in(MOST_TIME));
            try (InputStream content = Compression.open(archive)) {
                unpacker.add(content);
            }
            unpacker.finish();
        } catch (IOException | ImageException e) {
            // a refusal with a message
        }
        try {
            ImageBlobs blobs = new DockerArchiveReader(archive, scratch, MOST, Deadline.in(MOST_TIME)).read("");
            blobs.parsed();
        } catch (IOException | ImageException e) {
            // the same
        }
    }
}
