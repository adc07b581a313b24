package io.kguard.field;

import io.kguard.event.FalcoVersion;

/** Brings the groups of fields together. */
final class FieldGroups {
    private FieldGroups() {}

    static Bindings syscall(FalcoVersion version) {
        Bindings bindings = new Bindings(version);
        EventFields.addTo(bindings);
        TimeFields.addTo(bindings);
        EventArguments.addTo(bindings);
        IoFields.addTo(bindings);
        Syslog.addTo(bindings);
        FdFields.addTo(bindings);
        AddressFields.addTo(bindings);
        FdList.addTo(bindings);
        PathFields.addTo(bindings);
        ProcessFields.addTo(bindings);
        AncestorFields.addTo(bindings);
        UserFields.addTo(bindings);
        ContainerFields.addTo(bindings);
        KubernetesFields.addTo(bindings);
        return bindings;
    }
}
