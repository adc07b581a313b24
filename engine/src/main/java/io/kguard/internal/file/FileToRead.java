// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the user that is about to be read. A folder can be opened like one, and fails later without its name. */
public final class FileToRead {
    private FileToRead() {}

    /**
     * The file itself.
     *
     * @throws FileSystemException if it is a folder
     */
    public static Path of(Path file) throws FileSystemException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder; a file is needed");
        }
        return file;
    }
}
