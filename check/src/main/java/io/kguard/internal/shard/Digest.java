// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A SHA-256 digest of texts and files, each with its length, so that no two sequences of them have the same. */
public final class Digest {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sha = Sha256.start();

    /** Adds a text. */
    public Digest add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return length(bytes.length).bytes(bytes, bytes.length);
    }

    /**
     * Adds the content of a file; of a folder all that is in it, with names, modes and links, but without what git keeps there.
     *
     * @throws IOException if it can't be read, or the folder has something that is neither file nor folder nor link
     */
    public Digest add(Path place) throws IOException {
        return add(place, name -> true);
    }

    /**
     * The same, with some of the files in folders alone.
     *
     * @param names whether a file of a name counts
     * @throws IOException if it can't be read, or the folder has something that is neither file nor folder nor link
     */
    public Digest add(Path place, Predicate<String> names) throws IOException {
        if (!Files.isDirectory(place)) {
            return addFile(place);
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(place)) {
            entries = all.filter(entry -> isCounted(entry, names)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        add("folder").length(entries.size());
        for (Path entry : entries) {
            add(String.valueOf(entry.getFileName())).addEntry(entry, names);
        }
        return this;
    }

    private static boolean isCounted(Path entry, Predicate<String> names) {
        String name = String.valueOf(entry.getFileName());
        return !name.equals(".git") && (Files.isDirectory(entry) || names.test(name));
    }

    private Digest addEntry(Path entry, Predicate<String> names) throws IOException {
        if (Files.isSymbolicLink(entry)) {
            return add("link").add(Files.readSymbolicLink(entry).toString());
        }
        if (!Files.isDirectory(entry) && !Files.isRegularFile(entry)) {
            throw new IOException(entry + " is neither a file nor a folder nor a link");
        }
        return add(String.valueOf(Files.getAttribute(entry, "unix:mode"))).add(entry, names);
    }

    private Digest addFile(Path file) throws IOException {
        long size = 0;
        try (InputStream in = Files.newInputStream(FileToRead.of(file))) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes(buffer, read);
                size += read;
            }
        }
        return length(size);
    }

    private Digest length(long length) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
        return this;
    }

    private Digest bytes(byte[] bytes, int count) {
        sha.update(bytes, 0, count);
        return this;
    }

    /** The digest of all that was added, in hexadecimal. */
    public String hex() {
        return Sha256.hex(sha.digest());
    }

    /**
     * The digest of rule files. Their folders do not count, because each machine has its own.
     *
     * @param paths files and directories, in the order in which they are loaded
     * @throws IOException if one can't be read
     */
    public static String ofRules(List<Path> paths) throws IOException {
        Digest digest = new Digest();
        for (Path path : paths) {
            for (Path file : Files.isDirectory(path) ? inFolder(path) : List.of(path)) {
                digest.add(String.valueOf(file.getFileName())).add(file);
            }
        }
        return digest.hex();
    }

    /** What a directory shows: Kubernetes keeps the files of a ConfigMap behind links, in folders with a dot. */
    private static List<Path> inFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> !String.valueOf(file.getFileName()).startsWith(".") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
