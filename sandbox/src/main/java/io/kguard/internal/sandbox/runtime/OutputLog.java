// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.PodContainer.ContainerLog;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The last part of a container's output, and its followers. */
final class OutputLog implements ContainerLog {
    private static final int FOLLOWER_BYTES = 1 << 18;

    private final int capacity;
    private final List<Follower> followers = new ArrayList<>();
    private byte[] ring = new byte[0];
    private int start;
    private int length;
    private boolean ended;

    public OutputLog(int capacity) {
        this.capacity = capacity;
    }

    private record Follower(BytePipe pipe, Set<Stream> streams) {}

    /** Where output was written. */
    public enum Stream {
        STDOUT,
        STDERR
    }

    /** Adds output, and waits for slow followers. */
    public void append(Stream stream, byte[] data) throws InterruptedException {
        List<Follower> present;
        synchronized (this) {
            keep(data);
            present = List.copyOf(followers);
        }
        for (Follower follower : present) {
            if (follower.streams.contains(stream)) {
                follower.pipe.write(data, 0, data.length);
            }
        }
    }

    private void keep(byte[] data) {
        if (ring.length < capacity && length + data.length > ring.length) {
            byte[] larger = new byte[Math.min(capacity, Math.max(2 * ring.length, length + data.length))];
            byte[] kept = bytes();
            System.arraycopy(kept, 0, larger, 0, kept.length);
            ring = larger;
            start = 0;
        }
        for (byte b : data) {
            if (length == ring.length) {
                start = (start + 1) % ring.length;
                length--;
            }
            ring[(start + length) % ring.length] = b;
            length++;
        }
    }

    public synchronized void end() {
        ended = true;
        followers.forEach(follower -> follower.pipe.end());
        followers.clear();
    }

    @Override
    public synchronized byte[] bytes() {
        byte[] kept = new byte[length];
        int first = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, kept, 0, first);
        System.arraycopy(ring, 0, kept, first, length - first);
        return kept;
    }

    @Override
    public synchronized InputStream follow() {
        InputStream kept = new ByteArrayInputStream(bytes());
        return new SequenceInputStream(kept, follow(EnumSet.allOf(Stream.class)));
    }

    /** The output from now on. */
    synchronized InputStream follow(Set<Stream> streams) {
        BytePipe pipe = new BytePipe(FOLLOWER_BYTES);
        if (ended) {
            pipe.end();
        } else {
            followers.add(new Follower(pipe, streams));
        }
        return pipe;
    }
}
