// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file below a folder that is treated as the root directory, safe against concurrent changes by whoever writes there.
 * Each folder on the path is opened relative to the one before it, without following links. The target of a link is
 * read as a string and resolved from the root.
 */
final class RootedFile implements AutoCloseable {
    private static final int MAX_LINKS = 40;
    private static final int MAX_PARTS = 1000;

    private final Path root;
    private final Deque<SecureDirectoryStream<Path>> folders = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private @Nullable Path name;

    private RootedFile(Path root) {
        this.root = root;
    }

    /**
     * Finds a file.
     *
     * @param root the folder; it may be a link such as {@code /proc/1/root}
     * @param path absolute or relative, starting at the root
     * @throws NoSuchFileException if it does not exist
     * @throws IOException if the path can't be followed
     */
    @SuppressWarnings("StreamResourceLeak") // closed with the returned file
    static RootedFile find(Path root, Path path) throws IOException {
        RootedFile file = new RootedFile(root);
        try {
            file.folders.push(secure(Files.newDirectoryStream(root)));
            file.walk(path);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder) throws IOException {
        if (folder instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        folder.close();
        throw new IOException("this system can't open files from a folder");
    }

    private void walk(Path path) throws IOException {
        Deque<Path> rest = new ArrayDeque<>();
        push(rest, path);
        int links = 0;
        for (int parts = 0; !rest.isEmpty(); parts++) {
            if (parts > MAX_PARTS) {
                throw new IOException("too many folders on the way");
            }
            Path part = rest.pop();
            if (part.toString().equals("..")) {
                up();
                continue;
            }
            if (part.toString().isEmpty() || part.toString().equals(".")) {
                continue;
            }
            if (name != null) {
                down();
            }
            name = part;
            if (!attributes().isSymbolicLink()) {
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new IOException("too many symbolic links on the way");
            }
            // the path may name another file by now; that is safe, because only a string is read
            Path target = Files.readSymbolicLink(inRoot().resolve(part.toString()));
            name = null;
            if (target.isAbsolute()) {
                while (!names.isEmpty()) {
                    leave();
                }
            }
            push(rest, target);
        }
    }

    private static void push(Deque<Path> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i));
        }
    }

    private Path inRoot() {
        Path at = root;
        for (var up = names.descendingIterator(); up.hasNext(); ) {
            at = at.resolve(up.next());
        }
        return at;
    }

    private void down() throws IOException {
        Path folder = name;
        if (folder == null) {
            return;
        }
        if (!attributes().isDirectory()) {
            throw new NotDirectoryException(folder.toString());
        }
        folders.push(secure(folders.element().newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS)));
        names.push(folder.toString());
        name = null;
    }

    private void up() throws IOException {
        if (name != null) {
            down();
        }
        if (!names.isEmpty()) {
            leave();
        }
    }

    private void leave() throws IOException {
        folders.pop().close();
        names.pop();
    }

    /** The file's attributes. A link has been followed. */
    BasicFileAttributes attributes() throws IOException {
        Path file = name == null ? Path.of(".") : name;
        return folders.element()
                .getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Reads the first bytes. The file must be a regular file. */
    byte[] read(int most) throws IOException {
        Path file = name;
        if (file == null || !attributes().isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
        try (SeekableByteChannel channel =
                folders.element().newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return Channels.newInputStream(channel).readNBytes(most);
        }
    }

    @Override
    public void close() throws IOException {
        while (!folders.isEmpty()) {
            folders.pop().close();
        }
    }
}
