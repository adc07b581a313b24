// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks the layers of an image on top of each other into one folder. Whatever an archive says, nothing is written
 * outside of the folder or beyond the bounds. Owners, modes and times are kept; extended attributes (file capabilities)
 * are not.
 */
final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final int MAX_PATH = 4096;
    private static final int MODE_BITS = 07777;

    private final Path root;
    private final Bounds bounds;
    private final Deadline deadline;
    private final Map<Path, FileTime> folderTimes = new TreeMap<>();
    private Set<Path> ofThisLayer = new HashSet<>();
    private long bytes;
    private long read;
    private long names;
    private int files;

    /**
     * What an image may have. The bounds hold for all layers together.
     *
     * @param bytes the size of its files
     * @param files the number of its files and folders
     * @param names the length of their paths, which are in memory while it is unpacked
     */
    record Bounds(long bytes, int files, long names) {}

    LayerUnpacker(Path root, Bounds bounds, Deadline deadline) {
        this.root = root;
        this.bounds = bounds;
        this.deadline = deadline;
    }

    /** Adds a layer, an uncompressed tar archive, and reads it to its end. */
    void add(InputStream layer) throws IOException {
        ofThisLayer = new HashSet<>();
        TarReader tar = new TarReader(layer, bounds.bytes() - read, deadline);
        for (TarArchiveEntry entry; (entry = tar.next()) != null; ) {
            count();
            try {
                add(entry, tar.content());
            } catch (InvalidPathException e) {
                throw new IOException("a path that this machine can't have: " + entry.getName(), e);
            }
        }
        tar.readRest(); // the digest covers all bytes
        read += tar.bytesRead();
    }

    private void count() throws IOException {
        deadline.check();
        if (++files > bounds.files()) {
            throw new IOException("the image has more than " + bounds.files() + " files");
        }
    }

    /** Restores the times of folders, which adding files has changed. */
    void finish() throws IOException {
        for (Map.Entry<Path, FileTime> folder : folderTimes.entrySet()) {
            if (RootedPath.isFolder(folder.getKey())) {
                Files.setLastModifiedTime(folder.getKey(), folder.getValue());
            }
        }
    }

    private void add(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        String name = entry.getName();
        int length = Math.max(name.length(), entry.getLinkName().length());
        if (length > MAX_PATH) {
            throw new IOException("a path of " + length + " characters");
        }
        names += name.length();
        if (names > bounds.names()) {
            throw new IOException(
                    "the paths of the image's files are longer than " + bounds.names() + " bytes together");
        }
        Path path = Path.of(name);
        for (Path part : path) {
            if (part.toString().equals("..")) {
                throw new IOException("the path " + name + " leads out of the image");
            }
        }
        Path place = RootedPath.parentResolved(root, path);
        if (place.equals(root)) {
            attributes(root, entry);
            return;
        }
        String last = String.valueOf(place.getFileName());
        Path parent = place.getParent();
        if (last.startsWith(WHITEOUT) && parent != null) {
            whiteOut(parent, last);
            return;
        }
        makeParents(parent);
        write(entry, tar, place);
        ofThisLayer.add(place);
    }

    /** A layer need not contain the parent folders of its files. Each one counts: a single path may name thousands. */
    private void makeParents(@org.jspecify.annotations.Nullable Path parent) throws IOException {
        if (parent == null || RootedPath.isFolder(parent)) {
            return;
        }
        if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("a file lies in " + parent.getFileName() + ", which is not a folder");
        }
        Path made = root;
        for (Path name : root.relativize(parent)) {
            made = made.resolve(name);
            if (!Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
                count();
                Files.createDirectory(made);
            }
        }
    }

    private void whiteOut(Path parent, String name) throws IOException {
        if (name.equals(OPAQUE)) {
            if (RootedPath.isFolder(parent)) {
                removeLowerLayers(parent);
            }
            return;
        }
        String removed = name.substring(WHITEOUT.length());
        if (removed.isEmpty() || removed.equals(".") || removed.equals("..")) {
            throw new IOException("the whiteout " + name + " leads out of its folder");
        }
        if (!removed.startsWith(WHITEOUT)) {
            FileTrees.delete(parent.resolve(removed));
        }
    }

    private void removeLowerLayers(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                deadline.check();
                if (!ofThisLayer.contains(file)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                boolean empty;
                try (var children = Files.newDirectoryStream(visited)) {
                    empty = !children.iterator().hasNext();
                }
                if (empty && !visited.equals(folder) && !ofThisLayer.contains(visited)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path place) throws IOException {
        if (entry.isDirectory()) {
            if (!RootedPath.isFolder(place)) {
                FileTrees.delete(place);
                Files.createDirectory(place);
            }
            attributes(place, entry);
            return;
        }
        FileTrees.delete(place);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
            owner(place, entry);
        } else if (entry.isLink()) {
            Path target = RootedPath.parentResolved(root, Path.of(entry.getLinkName()));
            if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("the link " + entry.getName() + " to " + entry.getLinkName()
                        + ", which is not a file of the image");
            }
            Files.createLink(place, target);
        } else if (entry.isFile() && !isSpecial(entry)) {
            content(tar, place);
            attributes(place, entry);
        } else if (!place.startsWith(root.resolve("dev"))) {
            throw new IOException("the device or pipe " + entry.getName()
                    + ": an image may have them only in /dev, which each container gets new");
        }
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    }

    private void content(TarArchiveInputStream tar, Path place) throws IOException {
        try (OutputStream out = Files.newOutputStream(
                place, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[1 << 16];
            for (int n; (n = tar.read(chunk)) >= 0; ) {
                bytes += n;
                if (bytes > bounds.bytes()) {
                    throw new IOException("the image's files are larger than " + bounds.bytes() + " bytes together");
                }
                out.write(chunk, 0, n);
            }
        }
    }

    private static void owner(Path place, TarArchiveEntry entry) throws IOException {
        Files.setAttribute(place, "unix:uid", (int) entry.getLongUserId(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(place, "unix:gid", (int) entry.getLongGroupId(), LinkOption.NOFOLLOW_LINKS);
    }

    private void attributes(Path place, TarArchiveEntry entry) throws IOException {
        owner(place, entry);
        // after the owner, because changing it clears setuid bits
        Files.setAttribute(place, "unix:mode", entry.getMode() & MODE_BITS, LinkOption.NOFOLLOW_LINKS);
        FileTime time = entry.getLastModifiedTime();
        if (entry.isDirectory()) {
            folderTimes.put(place, time);
        } else {
            Files.setLastModifiedTime(place, time);
        }
    }
}
