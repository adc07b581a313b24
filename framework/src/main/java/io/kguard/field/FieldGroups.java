package io.kguard.field;

import io.kguard.event.FalcoVersion;

/** Brings the groups of fields together. */
final class FieldGroups {
    private FieldGroups() {}

    static Bindings syscall(FalcoVersion version) {
        Bindings bindings = new Bindings(version);
        return bindings;
    }
}
