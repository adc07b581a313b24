// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The SHA-256 digest of several parts. Their lengths count, so that it is clear where one ends. */
final class Fingerprint {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    Fingerprint add(String part) {
        byte[] bytes = part.getBytes(UTF_8);
        addLength(bytes.length);
        digest.update(bytes);
        return this;
    }

    /**
     * Adds the content of a file; of a folder the files in it, with their names.
     *
     * @throws IOException if it can't be read
     */
    Fingerprint addContent(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return addFile(place);
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(place)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            add(place.relativize(file).toString()).addFile(file);
        }
        return this;
    }

    private Fingerprint addFile(Path file) throws IOException {
        addLength(Files.size(file));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return this;
    }

    private void addLength(long length) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    }

    /** The digest, as 64 hexadecimal digits. Nothing can be added any more. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
