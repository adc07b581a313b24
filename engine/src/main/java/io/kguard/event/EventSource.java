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
    K8S_AUDIT("k8s_audit", "k8saudit", 1),
    /** Calls of AWS services, as Falco's plugin {@code cloudtrail} reads them. */
    AWS_CLOUDTRAIL("aws_cloudtrail", "cloudtrail", 2),
    /** The system log of an Okta organization, as Falco's plugin {@code okta} reads it. */
    OKTA("okta", "okta", 7),
    /** Webhooks of GitHub, as Falco's plugin {@code github} receives them. */
    GITHUB("github", "github", 8),
    /** Audit logs of Google Cloud, as Falco's plugin {@code gcpaudit} reads them. */
    GCP_AUDITLOG("gcp_auditlog", "gcpaudit", 12),
    /** Tool calls of coding agents, as Prempti's plugin {@code coding_agent} receives them. */
    CODING_AGENT("coding_agent", "coding_agent", 999);

    private static final EventSource[] ALL = values();

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
        for (EventSource source : ALL) {
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
        long plugin = event.number(0);
        for (EventSource source : ALL) {
            if (source.pluginId == plugin && source != SYSCALL) {
                return source;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return label;
    }
}
