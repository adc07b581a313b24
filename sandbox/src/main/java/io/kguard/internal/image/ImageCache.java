// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders that are created once and never change. The name of a folder determines its content. If several JVMs create
 * the same folder at the same time, each creates its own copy, and the first to finish wins.
 *
 * <p>What is in it stays within {@link Bounds}: what nobody has used for the longest time goes first. What a running
 * kguard uses stays until it has closed its cache, or has ended.
 */
public final class ImageCache implements AutoCloseable {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path home;
    private final CacheRoom room;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();
    /** The entries in use, with the marks that say so. */
    private final Map<String, CacheMarks> used = new HashMap<>();

    /**
     * What a cache may hold.
     *
     * @param bytes the size of all folders together, in bytes
     * @param entries the number of folders
     */
    public record Bounds(long bytes, int entries) {
        /** The bounds of the machine's cache. */
        public static final Bounds DEFAULT = new Bounds(8L << 30, 500);
    }

    /** A cache below a folder, which is created when needed. */
    public ImageCache(Path home) {
        this(home, Bounds.DEFAULT);
    }

    /** A cache with bounds of its own. */
    public ImageCache(Path home, Bounds bounds) {
        this.home = home;
        this.room = new CacheRoom(home, bounds);
    }

    @FunctionalInterface
    public interface Maker {
        /** Fills a new, empty folder. */
        void make(Path folder) throws IOException;
    }

    /** What uses a new, empty folder. */
    @FunctionalInterface
    public interface Scratch<T> {
        /** Uses the folder, which is removed afterwards. */
        T use(Path folder) throws IOException;
    }

    /** The folder of the cache. */
    public Path home() {
        return home;
    }

    /** What it may hold. */
    Bounds bounds() {
        return room.bounds();
    }

    /**
     * The folder with a name, created if absent. It stays until this cache is closed.
     *
     * @throws IOException if it can't be made, or if there is no room for it
     */
    public Path get(String name, Maker maker) throws IOException {
        Path folder = home.resolve(name);
        synchronized (locks.computeIfAbsent(name, key -> new Object())) {
            CacheMarks marks = open();
            boolean first = use(name, marks);
            boolean there = false;
            try {
                if (!Files.isDirectory(folder)) {
                    make(name, maker, marks);
                }
                room.touch(name);
                there = true;
            } finally {
                if (!there && first) {
                    giveBack(name);
                }
            }
        }
        return folder;
    }

    /** Passes a new folder that only root may enter, and removes it afterwards; after this JVM was killed, the next one does. */
    public <T> T withScratch(Scratch<T> user) throws IOException {
        CacheMarks marks = open();
        String name = CacheRoom.MAKING + UUID.randomUUID();
        marks.take(name); // before it is there, because the sweep of another JVM removes what nobody uses
        Path folder = home.resolve(name);
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
            return user.use(folder);
        } finally {
            try {
                FileTrees.delete(folder);
            } finally {
                marks.give(name);
            }
        }
    }

    private void make(String name, Maker maker, CacheMarks marks) throws IOException {
        Path folder = home.resolve(name);
        withScratch(fresh -> {
            maker.make(fresh);
            long bytes = CacheRoom.size(fresh);
            room.change(marks, removed -> {
                if (!Files.isDirectory(folder)) { // otherwise another JVM was first
                    room.make(bytes, marks, removed);
                    room.note(name, bytes);
                    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            });
            return folder;
        });
    }

    private CacheMarks open() throws IOException {
        Files.createDirectories(home);
        keepOut();
        return CacheMarks.of(home);
    }

    /** Returns whether this is the first use of the entry. */
    private synchronized boolean use(String name, CacheMarks marks) throws IOException {
        boolean first = !used.containsKey(name);
        if (first) {
            marks.take(name);
            used.put(name, marks);
        }
        return first;
    }

    private synchronized void giveBack(String name) throws IOException {
        CacheMarks marks = used.remove(name);
        if (marks != null) {
            marks.give(name);
        }
    }

    /** Images contain setuid programs of root. No other user of the machine may start them. */
    private void keepOut() throws IOException {
        if (!Files.getPosixFilePermissions(home).equals(OWN)) {
            Files.setPosixFilePermissions(home, OWN);
        }
    }

    /** Removes unfinished folders of killed JVMs, and what is beyond the bounds. */
    public void sweep() throws IOException {
        if (Files.isDirectory(home)) {
            room.sweep(open());
        }
    }

    /** Ends the use of all folders, which may be removed from now on. */
    @Override
    public synchronized void close() throws IOException {
        for (String name : List.copyOf(used.keySet())) {
            giveBack(name);
        }
    }
}
