// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.event.VersionRange;
import io.kguard.internal.field.FieldDefinition.ArgumentRule;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.source.EventSources;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Combines the groups of fields. */
final class FieldGroups {
    /** Falco lists fields for events of every source first; this is the last of them. */
    private static final String LAST_GENERIC = "evt.hostname";

    private FieldGroups() {}

    /** The bindings of a source's fields. */
    static Bindings of(EventSources sources, EventSource source, FalcoVersion version) {
        Bindings bindings = new Bindings(version);
        EventFields.addTo(bindings);
        TimeFields.addTo(bindings);
        if (source.equals(EventSource.SYSCALL)) {
            addSyscall(bindings);
            return bindings;
        }
        JsonFields.addTo(bindings);
        if (source.equals(EventSource.K8S_AUDIT)) {
            AuditFields.addTo(bindings);
            ContainerListFields.addTo(bindings);
        } else {
            DocumentFields.addTo(bindings, sources.documents(source));
        }
        return bindings;
    }

    /** The fields of a source, in Falco's order. */
    static List<FieldDefinition> definitions(
            EventSources sources, EventSource source, FalcoVersion version, Bindings bindings) {
        List<FieldDefinition> system = table("fields.tsv", version, bindings);
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
        fields.addAll(table("json-fields.tsv", version, bindings));
        return List.copyOf(fields);
    }

    private static void addSyscall(Bindings bindings) {
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
        if (bindings.version().atLeast(FalcoVersion.V0_41)) {
            ContainerPluginFields.addTo(bindings);
        } else {
            ContainerFields.addTo(bindings);
            KubernetesFields.addTo(bindings);
        }
        K8smetaFields.addTo(bindings);
    }

    /** The fields of a version, in the order of their table. */
    private static List<FieldDefinition> table(String resource, FalcoVersion version, Bindings bindings) {
        return ResourceTable.rows(FieldGroups.class, resource, 6).stream()
                .map(row -> row(row, bindings))
                .filter(definition -> definition.versions().contains(version))
                .toList();
    }

    private static FieldDefinition row(String[] cells, Bindings bindings) {
        boolean list = cells[1].endsWith("*");
        Set<FieldFlag> flags = EnumSet.noneOf(FieldFlag.class);
        for (String flag : cells[4].isEmpty() ? new String[0] : cells[4].split("\\|", -1)) {
            flags.add(FieldFlag.valueOf(flag));
        }
        return new FieldDefinition(
                cells[0],
                ParamType.valueOf(list ? cells[1].substring(0, cells[1].length() - 1) : cells[1]),
                list,
                ArgumentRule.parse(cells[2]),
                ParamFormat.valueOf(cells[3]),
                flags,
                VersionRange.parse(cells[5]),
                bindings.get(cells[0]) != null || flags.contains(FieldFlag.DEPRECATED));
    }
}
