// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes files that are there as a whole or not at all. What stands in the way is replaced: a link is not followed. The
 * folder is made if it is absent; see {@link OwnFolder} for links on the way to it.
 */
public final class WholeFile {
    private static final Path DEVICES = Path.of("/dev");

    private WholeFile() {}

    /** Writes what a file holds. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a text in UTF-8.
     *
     * @throws IOException if it can't be written; the file is as it was
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @throws IOException if they can't be written; the file is as it was
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes a file.
     *
     * @throws IOException if it can't be written; the file is as it was
     */
    public static void write(Path file, Content content) throws IOException {
        if (isStream(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
            }
            return;
        }
        writeAll(folderOf(file), Map.of(String.valueOf(file.getFileName()), content));
    }

    /**
     * Writes several texts in UTF-8 into a folder.
     *
     * @param texts by the names of the files
     * @throws IOException if one can't be written. Then all are as they were, or, if one could not be replaced, none is
     *     there
     */
    public static void writeTexts(Path folder, Map<String, String> texts) throws IOException {
        Map<String, Content> contents = new LinkedHashMap<>();
        texts.forEach((name, text) -> contents.put(name, out -> out.write(text.getBytes(UTF_8))));
        writeAll(folder, contents);
    }

    private static void writeAll(Path folder, Map<String, Content> contents) throws IOException {
        make(folder);
        Map<String, Path> made = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Content> each : contents.entrySet()) {
                Path part = folder.resolve("." + each.getKey() + "-" + UUID.randomUUID() + ".part");
                made.put(each.getKey(), part);
                try (OutputStream out =
                        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    each.getValue().writeTo(out);
                }
            }
            replace(folder, made);
        } catch (FileSystemException e) {
            throw ofTarget(folder, made, e);
        } finally {
            for (Path part : made.values()) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** A fault of a part, which users do not know, is one of the file that it was to be. */
    private static FileSystemException ofTarget(Path folder, Map<String, Path> parts, FileSystemException e) {
        for (Map.Entry<String, Path> part : parts.entrySet()) {
            if (part.getValue().toString().equals(e.getFile())) {
                String why = e instanceof NoSuchFileException ? "no file can be made there" : FileFault.reason(e);
                FileSystemException fault =
                        new FileSystemException(folder.resolve(part.getKey()).toString(), null, why);
                fault.initCause(e);
                return fault;
            }
        }
        return e;
    }

    private static void replace(Path folder, Map<String, Path> parts) throws IOException {
        List<Path> replaced = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> part : parts.entrySet()) {
                Path file = folder.resolve(part.getKey());
                Files.move(part.getValue(), file, ATOMIC_MOVE, REPLACE_EXISTING);
                replaced.add(file);
            }
        } catch (IOException e) {
            for (Path file : replaced) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /**
     * Opens a new file in place of what stands there, for what is too long to be kept until it is complete.
     *
     * @throws IOException if it can't be made
     */
    public static OutputStream create(Path file) throws IOException {
        if (isStream(file)) {
            return Files.newOutputStream(file);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is a folder; name a file in it");
        }
        make(folderOf(file));
        Files.deleteIfExists(file);
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Whether a path stands for a pipe or a device, such as {@code /dev/stdout}, which can't be replaced. */
    static boolean isStream(Path file) {
        if (file.toAbsolutePath().startsWith(DEVICES)) {
            return true;
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(file)
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void make(Path folder) throws IOException {
        OwnFolder.check(folder);
        Files.createDirectories(folder);
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
