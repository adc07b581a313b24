// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * Where events come from: the {@code source} of a rule. A rule sees only events of its source.
 *
 * @param label the name in rules and alerts
 * @param plugin the name of Falco's plugin that reads it; empty for {@link #SYSCALL}
 * @param pluginId the id of that plugin in events of type {@code pluginevent}; 0 for {@link #SYSCALL}
 */
@API(status = API.Status.INTERNAL)
public record EventSource(String label, String plugin, long pluginId) {
    /** System calls and other events of the kernel. */
    public static final EventSource SYSCALL = new EventSource("syscall", "", 0);

    /** Audit events of a Kubernetes API server, as Falco's plugin {@code k8saudit} reads them. */
    public static final EventSource K8S_AUDIT = new EventSource("k8s_audit", "k8saudit", 1);

    /** Calls of AWS services, as Falco's plugin {@code cloudtrail} reads them. */
    public static final EventSource AWS_CLOUDTRAIL = new EventSource("aws_cloudtrail", "cloudtrail", 2);

    /** The system log of an Okta organization, as Falco's plugin {@code okta} reads it. */
    public static final EventSource OKTA = new EventSource("okta", "okta", 7);

    /** Webhooks of GitHub, as Falco's plugin {@code github} receives them. */
    public static final EventSource GITHUB = new EventSource("github", "github", 8);

    /** Audit logs of Google Cloud, as Falco's plugin {@code gcpaudit} reads them. */
    public static final EventSource GCP_AUDITLOG = new EventSource("gcp_auditlog", "gcpaudit", 12);

    /** Tool calls of coding agents, as Prempti's plugin {@code coding_agent} receives them. */
    public static final EventSource CODING_AGENT = new EventSource("coding_agent", "coding_agent", 999);

    /** Whether an event is of this source. */
    public boolean has(Event event) {
        boolean ofPlugin = event.code() == EventCodes.PLUGINEVENT_E;
        return pluginId == 0 ? !ofPlugin : ofPlugin && event.number(0) == pluginId;
    }

    @Override
    public String toString() {
        return label;
    }
}
