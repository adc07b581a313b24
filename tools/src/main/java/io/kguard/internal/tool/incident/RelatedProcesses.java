// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.machine.Machine;
import io.kguard.internal.machine.ThreadInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ancestors and relatives of one process of a capture. A process may have several parents: it gets another when one ends. */
final class RelatedProcesses {
    /** Everybody descends from it. */
    private static final long INIT = 1;

    private final Machine machine;
    private final Map<Long, Set<Long>> parents = new HashMap<>();
    private final Map<Long, Long> processOf = new HashMap<>();
    private final Set<Long> ancestors = new HashSet<>();

    RelatedProcesses(Machine machine) {
        this.machine = machine;
    }

    /** Notes the thread of an event. */
    void note(@Nullable ThreadInfo thread) {
        if (thread != null) {
            processOf.put(thread.tid(), thread.pid());
            ThreadInfo parent = machine.thread(thread.ptid());
            parents.computeIfAbsent(thread.pid(), pid -> new HashSet<>())
                    .add(parent == null ? thread.ptid() : parent.pid());
        }
    }

    /** Notes the last event: the relations are to its process. */
    void end(long tid, @Nullable ThreadInfo last) {
        machine.forEachThread(this::note);
        note(last);
        ancestors.add(processOf.getOrDefault(tid, tid));
        ThreadInfo ancestor = last == null ? null : last.parentThread();
        while (ancestor != null && ancestors.add(ancestor.pid())) {
            ancestor = ancestor.parentThread();
        }
    }

    /** The threads of the process and its ancestors. */
    Predicate<Long> ancestors() {
        return in(ancestors);
    }

    /** The threads of all that descend from an ancestor other than the first process of the machine. */
    Predicate<Long> family() {
        Set<Long> family = new HashSet<>(ancestors);
        family.remove(INIT);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Map.Entry<Long, Set<Long>> process : parents.entrySet()) {
                if (process.getValue().stream().anyMatch(family::contains)) {
                    grows |= family.add(process.getKey());
                }
            }
        }
        family.addAll(ancestors);
        return in(family);
    }

    private Predicate<Long> in(Set<Long> processes) {
        return tid -> processes.contains(processOf.getOrDefault(tid, tid));
    }
}
