// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Marks a process and its descendants. The kernel marks new children of marked processes. Children that exist already
 * are searched in /proc until no more are found.
 */
final class ProcessTree {
    private final Watches watches;
    private final int simulation;
    private final boolean stateOnly;
    private final Set<Integer> marked = new LinkedHashSet<>();

    ProcessTree(Watches watches, int simulation, boolean stateOnly) {
        this.watches = watches;
        this.simulation = simulation;
        this.stateOnly = stateOnly;
    }

    /** Marks the tree. Returns false if its root does not exist. */
    boolean mark(int root) {
        if (!markGroup(root)) {
            return false;
        }
        boolean found = true;
        while (found) {
            found = false;
            for (int pid : Proc.root().numbers("")) {
                boolean isNew = !marked.contains(pid)
                        && marked.contains(Proc.process(pid).parent());
                found |= isNew && markGroup(pid);
            }
        }
        return true;
    }

    /** The processes of the tree. */
    Set<Integer> processes() {
        return marked;
    }

    private boolean markGroup(int pid) {
        marked.add(pid);
        if (!watches.markProcess(pid, simulation, stateOnly)) {
            return false;
        }
        for (int tid : Proc.process(pid).numbers("task")) {
            if (tid != pid) {
                watches.markThread(tid, simulation, stateOnly);
            }
        }
        return true;
    }
}
