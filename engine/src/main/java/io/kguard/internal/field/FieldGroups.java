// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.EventSources;
import java.util.ArrayList;
import java.util.List;

/** Combines the groups of fields. */
final class FieldGroups {
    /** Falco lists fields for events of every source first; this is the last of them. */
    private static final String LAST_GENERIC = "evt.hostname";

    private FieldGroups() {}

    /** The bindings of a source's fields. */
    static Bindings of(EventSources sources, EventSource source, FalcoVersion version) {
        return source.equals(EventSource.SYSCALL)
                ? syscall(version)
                : source.equals(EventSource.K8S_AUDIT) ? audit(version) : documents(sources.documents(source), version);
    }

    /** The fields of a source, in Falco's order. */
    static List<FieldDefinition> definitions(
            EventSources sources, EventSource source, FalcoVersion version, Bindings bindings) {
        List<FieldDefinition> system = FieldTable.read("fields.tsv", version, bindings);
        if (source.equals(EventSource.SYSCALL)) {
            return system;
        }
        List<FieldDefinition> fields = new ArrayList<>();
        for (FieldDefinition definition : system) {
            fields.add(definition);
            if (definition.name().equals(LAST_GENERIC)) {
                break;
            }
        }
        sources.documents(source).fields().forEach(field -> fields.add(DocumentFields.definition(field, bindings)));
        fields.addAll(FieldTable.read("json-fields.tsv", version, bindings));
        return List.copyOf(fields);
    }

    private static Bindings generic(FalcoVersion version) {
        Bindings bindings = new Bindings(version);
        EventFields.addTo(bindings);
        TimeFields.addTo(bindings);
        JsonFields.addTo(bindings);
        return bindings;
    }

    private static Bindings documents(DocumentSource source, FalcoVersion version) {
        Bindings bindings = generic(version);
        DocumentFields.addTo(bindings, source);
        return bindings;
    }

    private static Bindings audit(FalcoVersion version) {
        Bindings bindings = generic(version);
        AuditFields.addTo(bindings);
        ContainerListFields.addTo(bindings);
        return bindings;
    }

    private static Bindings syscall(FalcoVersion version) {
        Bindings bindings = new Bindings(version);
        EventFields.addTo(bindings);
        TimeFields.addTo(bindings);
        EventArguments.addTo(bindings);
        IoFields.addTo(bindings);
        Syslog.addTo(bindings);
        FdFields.addTo(bindings);
        AddressFields.addTo(bindings);
        FdListFields.addTo(bindings);
        PathFields.addTo(bindings);
        ProcessFields.addTo(bindings);
        AncestorFields.addTo(bindings);
        UserFields.addTo(bindings);
        if (version.atLeast(FalcoVersion.V0_41)) {
            ContainerPluginFields.addTo(bindings);
        } else {
            ContainerFields.addTo(bindings);
            KubernetesFields.addTo(bindings);
        }
        K8smetaFields.addTo(bindings);
        return bindings;
    }
}
