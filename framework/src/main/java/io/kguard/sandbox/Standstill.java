// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets nothing of a node run while runc makes a container that shares process ids with others. Until runc has changed its
 * root, what it makes has the jail's files, and a privileged neighbour could follow it there.
 */
final class Standstill {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Running> all = ConcurrentHashMap.newKeySet();

    /** What runs on the node. */
    interface Running {
        void freeze();

        void unfreeze();
    }

    /** Something that takes its time. */
    interface Action {
        void run() throws IOException;
    }

    /** Starts something on the node, which runs from then on until {@link #ended}. */
    void start(Running running, Action action) throws IOException {
        all.add(running);
        whileRunning(action);
    }

    void ended(Running running) {
        all.remove(running);
    }

    /** Does what needs the others to run. */
    void whileRunning(Action action) throws IOException {
        hold(lock.readLock(), action);
    }

    /** Does what the others may not see. */
    void whileStill(Action action) throws IOException {
        hold(lock.writeLock(), () -> {
            Deque<Running> frozen = new ArrayDeque<>();
            try {
                for (Running running : all) {
                    frozen.push(running);
                    running.freeze();
                }
                action.run();
            } finally {
                frozen.forEach(Running::unfreeze);
            }
        });
    }

    private static void hold(Lock held, Action action) throws IOException {
        held.lock();
        try {
            action.run();
        } finally {
            held.unlock();
        }
    }
}
