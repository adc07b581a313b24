// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.audit.AuditEvent;
import io.kguard.audit.AuditEvent.AuditEventException;
import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceField.Extraction;
import java.util.List;
import java.util.Map;

/** Audit events of a Kubernetes API server, also those that GKE writes to a log of Google Cloud. */
final class KubernetesAudit implements DocumentSource {
    @Override
    public EventSource source() {
        return EventSource.K8S_AUDIT;
    }

    @Override
    public boolean wrote(JsonValue document) {
        return FastJson.textOrEmpty(document, "apiVersion").startsWith("audit.k8s.io/")
                || document.get("auditID") != null
                || GkeAudit.wrote(document);
    }

    @Override
    public List<SourceEvent> events(JsonValue document) {
        if (GkeAudit.wrote(document)) {
            return List.of(GkeAudit.event(document));
        }
        try {
            return List.copyOf(AuditEvent.parse(document));
        } catch (AuditEventException e) {
            throw new SourceEventException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String pluginVersion() {
        return "0.18.0";
    }

    /** Some fields have arguments of their own; how they are read is said in the room of the fields. */
    @Override
    public List<SourceField> fields() {
        return SourceFieldTable.read(source().plugin(), Map.of(), at -> {
            int path = at.indexOf('/');
            return new Extraction.Placed(
                    at.substring(0, path).strip(),
                    JsonPointer.parse(at.substring(path)).keys());
        });
    }
}
