// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.Sha256;
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
 * A pod's claim to its cgroup. A manifest may state its uid, and the same manifest may be started again before its last
 * pod is removed, by this JVM or another. A JVM's claims end with it.
 */
final class CgroupClaim {
    /** Cgroups belong to the machine, so this file is not in a state directory. Each pod locks one byte of it. */
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

    /** Waits until no other pod has the cgroup. Empty if another still has it at the deadline. */
    public static Optional<CgroupClaim> take(String cgroup, Duration patience) throws IOException {
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

    /**
     * Polls for the lock. A thread that blocks on a file lock can't stop waiting without closing the file, which would
     * release all locks.
     */
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

    /** Open as long as the JVM lives, because closing it once would release all locks of the JVM. */
    private static synchronized FileChannel locks() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(LOCKS, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    /** Releases the claim after the pod was removed. */
    public void release() throws IOException {
        FileLock held = lock;
        if (held != null) {
            held.release();
            lock = null;
        }
        HERE.remove(pod, released);
        released.countDown();
    }
}
