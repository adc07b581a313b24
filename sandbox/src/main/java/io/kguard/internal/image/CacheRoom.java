// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps a cache within its bounds. Beside each entry is a file with the entry's size, whose time is that of its last use.
 * What changes the sum is done by one process at a time.
 */
final class CacheRoom {
    /** Begins the names of folders that are not finished. */
    static final String MAKING = "making-";
    /** Begins the names of folders that nobody finds any more. */
    private static final String REMOVING = "removing-";

    private static final String NOTE = ".size";
    private static final int BLOCK = 4096;
    private static final int MAX_DIGITS = 20;

    private final Path home;
    private final ImageCache.Bounds bounds;

    CacheRoom(Path home, ImageCache.Bounds bounds) {
        this.home = home;
        this.bounds = bounds;
    }

    ImageCache.Bounds bounds() {
        return bounds;
    }

    private record Entry(String name, long bytes, FileTime lastUse) {}

    /** A change of the sum, which gives the folders that are to be removed after it. */
    @FunctionalInterface
    interface Change {
        void make(List<Path> removed) throws IOException;
    }

    /** Makes a change while no other process makes one. What it removes is gone at once; its files are deleted afterwards. */
    void change(CacheMarks marks, Change change) throws IOException {
        List<Path> removed = new ArrayList<>();
        try {
            marks.alone(() -> change.make(removed));
        } finally {
            for (Path folder : removed) {
                FileTrees.delete(folder);
            }
        }
    }

    /** Removes what killed JVMs left, and what is beyond the bounds. */
    void sweep(CacheMarks marks) throws IOException {
        change(marks, removed -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(home)) {
                for (Path each : all) {
                    String name = nameOf(each);
                    if (name.startsWith(REMOVING)) {
                        removed.add(each);
                    } else if (name.startsWith(MAKING)) {
                        marks.ifUnused(name, () -> removed.add(hide(each)));
                    } else if (name.endsWith(NOTE) && !Files.isDirectory(entryOf(name))) {
                        Files.deleteIfExists(each);
                    }
                }
            }
            reduce(0, 0, marks, removed);
        });
    }

    /**
     * Makes room for a new entry.
     *
     * @throws IOException if running kguards use too much of it
     */
    void make(long bytes, CacheMarks marks, List<Path> removed) throws IOException {
        if (bytes > bounds.bytes()) {
            throw new IOException(
                    "its files take " + mib(bytes) + ", and the cache of images holds at most " + mib(bounds.bytes()));
        }
        if (!reduce(bytes, 1, marks, removed)) {
            throw new IOException("its files take " + mib(bytes) + ", for which the cache of images " + home
                    + " has no room: it holds at most " + mib(bounds.bytes()) + " in " + bounds.entries()
                    + " images, and running kguards use what is in it");
        }
    }

    /** Removes the entries that were not used for the longest time, until there is room. Returns whether there is. */
    private boolean reduce(long moreBytes, int moreEntries, CacheMarks marks, List<Path> removed) throws IOException {
        List<Entry> entries = entries();
        entries.sort(Comparator.comparing(Entry::lastUse));
        long bytes = moreBytes + entries.stream().mapToLong(Entry::bytes).sum();
        int count = moreEntries + entries.size();
        for (Entry entry : entries) {
            if (bytes <= bounds.bytes() && count <= bounds.entries()) {
                break;
            }
            boolean gone = marks.ifUnused(entry.name(), () -> {
                removed.add(hide(home.resolve(entry.name())));
                Files.deleteIfExists(noteOf(entry.name()));
            });
            bytes -= gone ? entry.bytes() : 0;
            count -= gone ? 1 : 0;
        }
        return bytes <= bounds.bytes() && count <= bounds.entries();
    }

    /** Takes the name of a folder, so that nobody finds it half deleted. */
    private Path hide(Path folder) throws IOException {
        return Files.move(folder, home.resolve(REMOVING + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(home)) {
            for (Path each : all) {
                String name = nameOf(each);
                boolean unfinished = name.startsWith(MAKING) || name.startsWith(REMOVING);
                if (!unfinished && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    entries.add(entry(name));
                }
            }
        }
        return entries;
    }

    private Entry entry(String name) throws IOException {
        Path note = noteOf(name);
        if (!Files.exists(note) || Files.size(note) == 0 || Files.size(note) > MAX_DIGITS) {
            note(name, size(home.resolve(name))); // of an earlier version of kguard, or of one that was killed
        }
        return new Entry(name, Long.parseLong(Files.readString(note)), Files.getLastModifiedTime(note));
    }

    /** Writes down the size of an entry. */
    void note(String name, long bytes) throws IOException {
        Files.writeString(noteOf(name), String.valueOf(bytes));
    }

    /** Writes down that an entry is used now. */
    void touch(String name) throws IOException {
        try {
            Files.setLastModifiedTime(noteOf(name), FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // of an earlier version of kguard; the next sum measures it
        }
    }

    private Path noteOf(String name) {
        return home.resolve(name + NOTE);
    }

    private Path entryOf(String note) {
        return home.resolve(note.substring(0, note.length() - NOTE.length()));
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** What a folder takes of the disk, about. A file with several names counts once. */
    static long size(Path folder) throws IOException {
        long[] bytes = new long[1];
        Set<Object> linked = new HashSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                bytes[0] += BLOCK;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean several = (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
                if (!several || linked.add(attributes.fileKey())) {
                    bytes[0] += Math.max(BLOCK, (attributes.size() + BLOCK - 1) / BLOCK * BLOCK);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    private static String mib(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MiB";
    }
}
