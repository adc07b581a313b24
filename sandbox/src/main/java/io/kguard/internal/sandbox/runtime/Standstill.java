// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Stops everything on a node while runc creates a container that shares process ids with others. Until runc has changed
 * its root, its processes have the jail's files, and a privileged neighbour could follow them there.
 */
final class Standstill {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Running> all = ConcurrentHashMap.newKeySet();

    /** Something that runs on the node. */
    public interface Running {
        void freeze();

        void unfreeze();
    }

    /** An action that may take time. */
    public interface Action {
        void run() throws IOException;
    }

    /** Starts something on the node, which then runs until {@link #ended}. */
    public void start(Running running, Action action) throws IOException {
        all.add(running);
        whileRunning(action);
    }

    public void ended(Running running) {
        all.remove(running);
    }

    /** Runs an action that needs the others to run. */
    public void whileRunning(Action action) throws IOException {
        hold(lock.readLock(), action);
    }

    /** Runs an action that the others must not see. */
    public void whileStill(Action action) throws IOException {
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
