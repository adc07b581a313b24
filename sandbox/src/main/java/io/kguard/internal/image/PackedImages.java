// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.internal.file.Sha256;
import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/** Unpacks images into the cache: from OCI layouts, {@code docker save} archives and a Docker daemon. */
final class PackedImages {
    private static final Duration MOST_TIME = Duration.ofMinutes(15);
    private static final int CHUNK = 1 << 16;
    private static final int MAX_FILES = 1_000_000;
    private static final long MAX_NAMES = 64L << 20;
    private static final String ROOTFS = "rootfs";

    private final ImageCache cache;
    private final ImageLoader.Daemon daemon;

    PackedImages(ImageCache cache, ImageLoader.Daemon daemon) {
        this.cache = cache;
        this.daemon = daemon;
    }

    Image get(ImageSource.OciLayout source) throws IOException {
        return unpack(new OciLayoutReader(source.folder()).read(source.tag()), Deadline.in(MOST_TIME));
    }

    Image get(ImageSource.DockerArchive source) throws IOException {
        if (!Files.isRegularFile(source.file())) {
            throw new NoSuchFileException(source.file().toString(), null, "there is no such file");
        }
        return read(source.file().toRealPath(), source.reference(), Deadline.in(MOST_TIME));
    }

    Image get(ImageSource.DockerDaemon source) throws IOException {
        ImageReference reference = ImageReference.parse(source.reference());
        Deadline deadline = Deadline.in(MOST_TIME);
        // in the cache, where others of the machine can't read it, and from where it goes after a kill, too
        Image image = cache.withScratch(folder -> {
            Path saved = folder.resolve("saved.tar");
            try (InputStream content = daemon.save(source.reference())) {
                copy(content, saved, deadline);
            }
            return read(saved, "", deadline);
        });
        return image.named(reference);
    }

    private void copy(InputStream content, Path file, Deadline deadline) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK];
            long bytes = 0;
            for (int n; (n = content.read(chunk)) >= 0; ) {
                deadline.check();
                bytes += n;
                if (bytes > maxBytes()) {
                    throw new IOException("its archive is larger than " + maxBytes() + " bytes");
                }
                out.write(chunk, 0, n);
            }
        }
    }

    private long maxBytes() {
        return cache.bounds().bytes();
    }

    private Image read(Path file, String reference, Deadline deadline) throws IOException {
        return cache.withScratch(folder ->
                unpack(new DockerArchiveReader(file, folder, maxBytes(), deadline).read(reference), deadline));
    }

    private Image unpack(ImageBlobs blobs, Deadline deadline) throws IOException {
        String id = blobs.id();
        List<String> digests = blobs.diffIds();
        Path folder = cache.get("image-" + id, fresh -> {
            Path root = Files.createDirectory(fresh.resolve(ROOTFS));
            Files.setAttribute(root, "unix:mode", 0755);
            LayerUnpacker unpacker =
                    new LayerUnpacker(root, new LayerUnpacker.Bounds(maxBytes(), MAX_FILES, MAX_NAMES), deadline);
            for (int i = 0; i < digests.size(); i++) {
                add(unpacker, blobs.layers().get(i), digests.get(i));
            }
            unpacker.finish();
            Files.setAttribute(fresh, "unix:mode", 0755);
        });
        return new Image(blobs.reference(), id, List.of(folder.resolve(ROOTFS)), blobs.parsed());
    }

    private static void add(LayerUnpacker unpacker, ImageBlobs.Layer layer, String expected) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream content = new DigestInputStream(layer.open(), digest)) {
            unpacker.add(content);
        }
        String actual = "sha256:" + Sha256.hex(digest.digest());
        if (!actual.equals(expected)) {
            throw new IOException("a layer is damaged: its digest is " + actual + ", not " + expected);
        }
    }
}
