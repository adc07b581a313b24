// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/** Unpacks images into the cache: from OCI layouts, {@code docker save} archives and a Docker daemon. */
final class PackedImages {
    private static final long MAX_BYTES = 8L << 30;
    private static final int MAX_FILES = 1_000_000;
    private static final String ROOTFS = "rootfs";

    private final ImageCache cache;
    private final ImageLoader.Daemon daemon;

    PackedImages(ImageCache cache, ImageLoader.Daemon daemon) {
        this.cache = cache;
        this.daemon = daemon;
    }

    Image get(ImageSource.OciLayout source) throws IOException {
        return unpack(new OciLayoutReader(source.folder()).read(source.tag()));
    }

    Image get(ImageSource.DockerArchive source) throws IOException {
        if (!Files.isRegularFile(source.file())) {
            throw new NoSuchFileException(source.file().toString(), null, "there is no such file");
        }
        return read(source.file(), source.reference());
    }

    Image get(ImageSource.DockerDaemon source) throws IOException {
        ImageReference reference = ImageReference.parse(source.reference());
        Path saved = Files.createTempFile("kguard-image", ".tar");
        try {
            try (InputStream content = daemon.save(source.reference())) {
                Files.copy(content, saved, StandardCopyOption.REPLACE_EXISTING);
            }
            return read(saved, "").named(reference);
        } finally {
            Files.delete(saved);
        }
    }

    private Image read(Path file, String reference) throws IOException {
        Path scratch = Files.createTempDirectory("kguard-image");
        try {
            return unpack(new DockerArchiveReader(file, scratch, MAX_BYTES).read(reference));
        } finally {
            FileTrees.delete(scratch);
        }
    }

    private Image unpack(ImageBlobs blobs) throws IOException {
        String id = blobs.id();
        List<String> digests = blobs.diffIds();
        Path folder = cache.get("image-" + id, fresh -> {
            Path root = Files.createDirectory(fresh.resolve(ROOTFS));
            Files.setAttribute(root, "unix:mode", 0755);
            LayerUnpacker unpacker = new LayerUnpacker(root, MAX_BYTES, MAX_FILES);
            for (int i = 0; i < digests.size(); i++) {
                add(unpacker, blobs.layers().get(i), digests.get(i));
            }
            unpacker.finish();
            Files.setAttribute(fresh, "unix:mode", 0755);
        });
        return new Image(blobs.reference(), id, List.of(folder.resolve(ROOTFS)), blobs.parsed());
    }

    private static void add(LayerUnpacker unpacker, Path layer, String expected) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream content = new DigestInputStream(Compression.open(layer), digest)) {
            unpacker.add(content);
        }
        String actual = "sha256:" + Sha256.hex(digest.digest());
        if (!actual.equals(expected)) {
            throw new IOException("a layer is damaged: its digest is " + actual + ", not " + expected);
        }
    }
}
