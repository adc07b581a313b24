// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A file of the user that is about to be read. What is no file is refused by its name: a folder fails later without it, a FIFO can let
 * its reader wait for ever, and a device may have no end.
 */
public final class FileToRead {
    /** More than anything has that is read as a whole. */
    private static final int MOST_BYTES = 1 << 28;

    private static final List<Path> DESCRIPTORS =
            List.of(Path.of("/dev/stdin"), Path.of("/dev/fd"), Path.of("/proc/self/fd"));

    private FileToRead() {}

    /**
     * The file itself. A descriptor that the caller named is taken whatever it is: {@code /dev/stdin}, or {@code /dev/fd/63} of a
     * shell's {@code <(command)}.
     *
     * @throws FileSystemException if it is no file
     */
    public static Path of(Path file) throws FileSystemException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return file; // whoever opens it says why that can't be done
        }
        if (found.isDirectory()) {
            throw new FileSystemException(file.toString(), null, "it is a folder; a file is needed");
        }
        if (!found.isRegularFile() && DESCRIPTORS.stream().noneMatch(file::startsWith)) {
            throw new FileSystemException(
                    file.toString(), null, "it is a FIFO, a device or a socket; a file is needed");
        }
        return file;
    }

    /**
     * All bytes of a file, of which there may be 256 MiB.
     *
     * @throws IOException if it is no file, has more, or can't be read
     */
    public static byte[] bytes(Path file) throws IOException {
        return bytes(file, MOST_BYTES);
    }

    /**
     * All bytes of a file.
     *
     * @param most how many it may have
     * @throws IOException if it is no file, has more, or can't be read
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(of(file))) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new FileSystemException(file.toString(), null, "it has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
