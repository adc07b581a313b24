// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Where events come from: the {@code source} of a rule. A rule sees only events of its source. */
@API(status = API.Status.INTERNAL)
public enum EventSource {
    /** System calls and other events of the kernel. */
    SYSCALL("syscall", "", 0),
    /** Audit events of a Kubernetes API server, as Falco's plugin {@code k8saudit} reads them. */
    K8S_AUDIT("k8s_audit", "k8saudit", 1);

    private final String label;
    private final String plugin;
    private final int pluginId;

    EventSource(String label, String plugin, int pluginId) {
        this.label = label;
        this.plugin = plugin;
        this.pluginId = pluginId;
    }

    /** The name in rules and alerts. */
    public String label() {
        return label;
    }

    /** The name of Falco's plugin that reads it; empty for {@link #SYSCALL}. */
    public String plugin() {
        return plugin;
    }

    /** The id of that plugin in events of type {@code pluginevent}; 0 for {@link #SYSCALL}. */
    public int pluginId() {
        return pluginId;
    }

    /** The source with the name that a rule gives. */
    public static Optional<EventSource> of(String label) {
        for (EventSource source : values()) {
            if (source.label.equals(label)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    /** The source of an event, or null for an unknown plugin. */
    public static @Nullable EventSource of(Event event) {
        if (event.code() != EventCodes.PLUGINEVENT_E) {
            return SYSCALL;
        }
        return event.number(0) == K8S_AUDIT.pluginId ? K8S_AUDIT : null;
    }

    @Override
    public String toString() {
        return label;
    }
}
