// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a cache are in use. A mark is a lock on bytes of one file, which the kernel gives up when the process
 * ends, however it ends. It holds against processes in other pid namespaces, too.
 *
 * <p>An entry has many bytes, and each user locks one of its own, so users do not exclude each other. Who removes an entry
 * locks all of them. Thread-safe.
 */
final class CacheMarks {
    private static final String FILE = "lock";
    private static final String GATE = "";
    private static final int SLOTS = 1 << 16;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** By the identity of their files. They are never closed: closing one would release all locks of the process. */
    private static final Map<Object, CacheMarks> OF_THIS_JVM = new HashMap<>();

    private final FileChannel file;
    /** Differs between class loaders of a JVM, too, which know nothing of each other. */
    private final int slot = (int) (ProcessHandle.current().pid() * 31 + System.nanoTime()) & (SLOTS - 1);

    private final Map<String, Mark> marks = new HashMap<>();
    private final ReentrantLock gate = new ReentrantLock();

    private CacheMarks(FileChannel file) {
        this.file = file;
    }

    private static final class Mark {
        private final FileLock lock;
        private int users = 1;

        Mark(FileLock lock) {
            this.lock = lock;
        }
    }

    /** Something that changes the cache. */
    @FunctionalInterface
    interface Act {
        void run() throws IOException;
    }

    /** The marks of a cache, whose folder exists. */
    static CacheMarks of(Path home) throws IOException {
        Path path = home.resolve(FILE);
        synchronized (OF_THIS_JVM) {
            try {
                Files.createFile(path);
            } catch (FileAlreadyExistsException e) {
                // of an earlier run
            }
            Object identity = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            CacheMarks known = OF_THIS_JVM.get(identity);
            if (known == null) {
                known = new CacheMarks(FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                OF_THIS_JVM.put(identity, known);
            }
            return known;
        }
    }

    /** Marks an entry as used, until {@link #give}. Waits while somebody removes it. */
    synchronized void take(String entry) throws IOException {
        Mark mark = marks.get(entry);
        if (mark == null) {
            marks.put(entry, new Mark(await(place(entry) + slot, 1)));
        } else {
            mark.users++;
        }
    }

    /** Takes back a mark. */
    synchronized void give(String entry) throws IOException {
        Mark mark = marks.get(entry);
        if (mark != null && --mark.users == 0) {
            marks.remove(entry);
            mark.lock.release();
        }
    }

    /** Does something to an entry that nobody uses. Returns false, and does nothing, if somebody uses it. */
    synchronized boolean ifUnused(String entry, Act act) throws IOException {
        if (marks.containsKey(entry)) {
            return false;
        }
        FileLock lock = attempt(place(entry), SLOTS);
        if (lock == null) {
            return false;
        }
        try {
            act.run();
            return true;
        } finally {
            lock.release();
        }
    }

    /** Does something while no other thread or process does so. */
    void alone(Act act) throws IOException {
        gate.lock();
        try {
            FileLock lock = await(place(GATE), SLOTS);
            try {
                act.run();
            } finally {
                lock.release();
            }
        } finally {
            gate.unlock();
        }
    }

    /**
     * Polls for a lock. A thread that blocks on a file lock can't be interrupted without closing the file, which would
     * release all marks.
     */
    private FileLock await(long position, int size) throws IOException {
        while (true) {
            FileLock lock = attempt(position, size);
            if (lock != null) {
                return lock;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while another kguard changes the cache of images");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private @Nullable FileLock attempt(long position, int size) throws IOException {
        try {
            return file.tryLock(position, size, false);
        } catch (OverlappingFileLockException e) {
            return null; // held by another class loader of this JVM
        }
    }

    private static long place(String entry) {
        return (Long.parseUnsignedLong(Sha256.of(entry.getBytes(UTF_8)).substring(0, 16), 16) >>> 2) & -SLOTS;
    }
}
