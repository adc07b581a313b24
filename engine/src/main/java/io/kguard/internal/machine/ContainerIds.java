// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Derives from a thread's cgroups which container and which pod it is in, and its category there. */
final class ContainerIds {
    private static final int MOST_CACHED = 4096;

    private final Machine machine;
    private final Function<List<String>, CgroupMatch> finder;
    private final Map<String, Place> cache = new HashMap<>();
    private final @Nullable ThreadInfo[] ancestors = new ThreadInfo[256];

    ContainerIds(Machine machine) {
        this.machine = machine;
        this.finder = machine.hasContainerPlugin() ? new PluginCgroups(machine.version())::match : CgroupMatch::of;
    }

    /** What cgroups say. */
    private record Place(CgroupMatch container, String podUid) {}

    /** Sets a thread's cgroups, and its container and its pod from them. */
    void resolve(ThreadInfo thread, String cgroups) {
        thread.setCgroups(cgroups);
        Place place = cache.get(cgroups);
        if (place == null) {
            if (cache.size() >= MOST_CACHED) {
                cache.clear();
            }
            List<String> parsed = Cgroups.parse(cgroups);
            place = new Place(finder.apply(parsed), PodUid.in(parsed));
            cache.put(cgroups, place);
        }
        if (!place.podUid().isEmpty()) {
            thread.podUid = place.podUid(); // a thread that leaves its pod's cgroup keeps its pod, as in the plugin
        }
        CgroupMatch match = place.container();
        thread.containerId = match.id();
        if (match.id().isEmpty()) {
            return;
        }
        if (match.type() != null && machine.containers.get(match.id()) == null) {
            machine.containers.put(match.container());
        }
        if (!machine.hasContainerPlugin() || machine.containers.get(match.id()) != null) {
            thread.category = category(thread);
        }
    }

    private ProcessCategory category(ThreadInfo thread) {
        if (thread.vpid == 1) {
            return ProcessCategory.CONTAINER;
        }
        ThreadInfo parent = thread.parentThread();
        if (parent != null && parent.category != ProcessCategory.NONE) {
            return parent.category;
        }
        Container container = machine.containers.get(thread.containerId);
        if (container == null || !container.successful()) {
            return thread.category;
        }
        ProcessCategory probe = probe(container, thread);
        return probe == ProcessCategory.NONE || isBelowInit(thread) ? thread.category : probe;
    }

    private static ProcessCategory probe(Container container, ThreadInfo thread) {
        if (matches(container.healthcheck(), thread)) {
            return ProcessCategory.HEALTHCHECK;
        }
        if (matches(container.livenessProbe(), thread)) {
            return ProcessCategory.LIVENESS_PROBE;
        }
        if (matches(container.readinessProbe(), thread)) {
            return ProcessCategory.READINESS_PROBE;
        }
        return ProcessCategory.NONE;
    }

    private static boolean matches(Container.@Nullable Probe probe, ThreadInfo thread) {
        return probe != null
                && probe.exe().equals(thread.exe)
                && List.copyOf(probe.args()).equals(thread.args());
    }

    private boolean isBelowInit(ThreadInfo thread) {
        int count = thread.ancestors(ancestors);
        for (int i = 0; i < count; i++) {
            ThreadInfo ancestor = ancestors[i];
            if (ancestor != null && ancestor.vpid == 1 && !ancestor.containerId.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
