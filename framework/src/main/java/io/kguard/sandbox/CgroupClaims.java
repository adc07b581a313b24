package io.kguard.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who has a cgroup: a manifest may state its uid, and be started anew before its last pod is removed. */
final class CgroupClaims {
    private final Map<String, CountDownLatch> claims = new ConcurrentHashMap<>();

    /**
     * Waits until no other pod has the cgroup. Returns whether that was in time.
     *
     * @param removed opens when the pod is removed
     */
    boolean claim(String cgroup, CountDownLatch removed, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            CountDownLatch other = claims.putIfAbsent(cgroup, removed);
            if (other == null || other == removed) {
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

    /** The pod is removed. */
    void release(String cgroup, CountDownLatch removed) {
        claims.remove(cgroup, removed);
        removed.countDown();
    }
}
