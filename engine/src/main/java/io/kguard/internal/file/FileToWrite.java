// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or folder that a long run writes in the end. Whether it can is found out before. */
public final class FileToWrite {
    private FileToWrite() {}

    /**
     * The file itself, if it can be written. Nothing is left behind.
     *
     * @throws FileSystemException if it can't: it is a folder, or none can be made where it is to be
     */
    public static Path of(Path file) throws FileSystemException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is a folder; name a file in it");
        }
        if (!WholeFile.isStream(file)) {
            probe(file, file.toAbsolutePath().getParent());
        }
        return file;
    }

    /**
     * The folder itself, if files can be made in it. Nothing is left behind.
     *
     * @throws FileSystemException if they can't
     */
    public static Path folder(Path folder) throws FileSystemException {
        probe(folder, folder.toAbsolutePath());
        return folder;
    }

    private static void probe(Path wanted, @Nullable Path folder) throws FileSystemException {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            return;
        }
        if (!Files.isDirectory(there)) {
            throw new FileSystemException(
                    wanted.toString(), null, "it can't be written: " + there + " is a file, not a folder");
        }
        try {
            Files.delete(Files.createTempFile(there, ".kguard-", ".part"));
        } catch (IOException e) {
            FileSystemException fault = new FileSystemException(
                    wanted.toString(), null, "it can't be written: " + there + " takes no new file" + cause(e));
            fault.initCause(e);
            throw fault;
        }
    }

    /** That there is no such file is no reason for a file that is to be made. */
    private static String cause(IOException e) {
        return e instanceof NoSuchFileException ? "" : " (" + FileFault.reason(e) + ")";
    }
}
