// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Regular files below a folder that somebody else may write. They are opened name by name, each below the descriptor of the
 * one before, and no name may be a link: not even one that is put there meanwhile leads out of the folder.
 */
public final class FileBelow {
    private FileBelow() {}

    /**
     * Opens a file.
     *
     * @param folder the folder, whose own path is trusted
     * @param relative the file's path below it, without {@code ..}
     * @throws NoSuchFileException if it is absent or no regular file, or if a name on the way is no folder
     * @throws IOException if it can't be opened
     */
    public static InputStream open(Path folder, Path relative) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(folder)) {
            if (top instanceof SecureDirectoryStream<Path> secure) {
                return open(secure, folder, relative, 0);
            }
            throw new IOException(folder + " is on a file system whose folders can't be opened by descriptors");
        }
    }

    /**
     * Reads a file.
     *
     * @param most the most bytes that it may have
     * @throws IOException as {@link #open}, and if it has more bytes
     */
    public static byte[] read(Path folder, Path relative, int most) throws IOException {
        try (InputStream in = open(folder, relative)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException(relative + " is larger than " + most + " bytes");
            }
            return content;
        }
    }

    private static InputStream open(SecureDirectoryStream<Path> parent, Path folder, Path relative, int at)
            throws IOException {
        Path name = relative.getName(at);
        if (name.toString().equals("..")) {
            throw new IOException(relative + " leads out of its folder");
        }
        boolean last = at == relative.getNameCount() - 1;
        BasicFileAttributes found = parent.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (last ? !found.isRegularFile() : !found.isDirectory()) {
            String why = last ? "it is no regular file" : name + " is no folder";
            throw new NoSuchFileException(folder.resolve(relative).toString(), null, why);
        }
        if (!last) {
            try (SecureDirectoryStream<Path> next = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return open(next, folder, relative, at + 1);
            }
        }
        return Channels.newInputStream(
                parent.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }
}
