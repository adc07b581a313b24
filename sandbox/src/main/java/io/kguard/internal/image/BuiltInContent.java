// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.workload.ImageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Digests of what this machine gives to the built-in images: its programs and their libraries, by their content. The ids of the images
 * differ between machines with the same programs, because they are made of the times of files. Not thread-safe.
 */
public final class BuiltInContent {
    private final Map<String, Optional<String>> known = new HashMap<>();

    private final Path cache;

    /**
     * Digests of which none is computed yet.
     *
     * @param cache the folder of the cache of images, which has the packages of some
     */
    public BuiltInContent(Path cache) {
        this.cache = cache;
    }

    /** The digest of an image with a name; empty if the name is that of no built-in image, or if the machine lacks its programs. */
    public Optional<String> of(String image) {
        return BuiltInImages.NAMES.contains(image) ? known.computeIfAbsent(image, this::digest) : Optional.empty();
    }

    private Optional<String> digest(String image) {
        try {
            MachinePrograms programs = BuiltInImages.programs(image);
            MessageDigest digest = Sha256.start();
            for (Map.Entry<Path, Path> file : programs.files().entrySet()) {
                digest.update(
                        Sha256.of(file.getKey().toString().getBytes(UTF_8)).getBytes(UTF_8));
                add(file.getValue(), digest);
            }
            digest.update(programs.links().toString().getBytes(UTF_8));
            if (PackageImages.NAMES.contains(image)) {
                digest.update(PackageImages.versions(PackageImages.folder(cache, image))
                        .getBytes(UTF_8));
            }
            return Optional.of(Sha256.hex(digest.digest()));
        } catch (IOException | ImageException e) {
            return Optional.empty(); // whoever needs the image says what is missing
        }
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        MessageDigest content = Sha256.start();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), content)) {
            Files.copy(file, out);
        }
        digest.update(content.digest());
    }
}
