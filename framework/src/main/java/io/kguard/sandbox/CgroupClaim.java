// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.internal.image.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who has a pod's cgroup: a manifest may state its uid, and be started again before its last pod is removed, in this JVM or
 * by another one. A JVM's claims end with it.
 */
final class CgroupClaim {
    /** Cgroups are the machine's, so this does not lie in a state directory. Each pod has a byte of it, locked. */
    private static final Path LOCKS = Path.of("/run/kguard.lock");

    private static final Map<String, CountDownLatch> HERE = new ConcurrentHashMap<>();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static @Nullable FileChannel channel;

    private final String pod;
    private final CountDownLatch released = new CountDownLatch(1);
    private @Nullable FileLock lock;

    private CgroupClaim(String pod) {
        this.pod = pod;
    }

    /** Waits until no other pod has the cgroup; nothing if it has it still when time has run out. */
    static Optional<CgroupClaim> take(String cgroup, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        CgroupClaim claim = new CgroupClaim(cgroup.substring(cgroup.lastIndexOf('/') + 1));
        if (!claim.takeHere(deadline)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            taken = claim.takeOnMachine(deadline);
        } finally {
            if (!taken) {
                claim.release();
            }
        }
        return taken ? Optional.of(claim) : Optional.empty();
    }

    private boolean takeHere(long deadline) {
        while (true) {
            CountDownLatch other = HERE.putIfAbsent(pod, released);
            if (other == null) {
                return true;
            }
            try {
                if (!other.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Asks again and again: a thread that waited for a lock could not give up without closing the file, and all locks. */
    private boolean takeOnMachine(long deadline) throws IOException {
        FileChannel locks = locks();
        long place = Long.parseUnsignedLong(
                        Sha256.of(pod.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .substring(0, 16),
                        16)
                >>> 1;
        while (true) {
            lock = locks.tryLock(place, 1, false);
            if (lock != null) {
                return true;
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Open for as long as the JVM lives: to close it once would give up all of its locks. */
    private static synchronized FileChannel locks() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(LOCKS, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    /** The pod is removed. */
    void release() throws IOException {
        FileLock held = lock;
        if (held != null) {
            held.release();
            lock = null;
        }
        HERE.remove(pod, released);
        released.countDown();
    }
}
