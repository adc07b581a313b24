// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamFormat;
import io.kguard.event.ParamType;
import java.util.Set;

/**
 * A field of Falco's language: an entry of the field table.
 *
 * @param name its name without an argument, such as {@code proc.aname}
 * @param type the type of its value, or of the elements of its list
 * @param list whether its value is a list
 * @param argument the argument it takes
 * @param format how a number is formatted in an output
 * @param flags restrictions on its use
 * @param versions the versions that have it
 * @param implemented whether kguard computes it; loading a rule that needs another one is an error
 */
public record FieldDefinition(
        String name,
        ParamType type,
        boolean list,
        ArgumentRule argument,
        ParamFormat format,
        Set<FieldFlag> flags,
        Set<FalcoVersion> versions,
        boolean implemented) {
    public FieldDefinition {
        flags = Set.copyOf(flags);
        versions = Set.copyOf(versions);
    }

    /** Whether it has a flag. */
    public boolean has(FieldFlag flag) {
        return flags.contains(flag);
    }

    /** Whether Falco warns about it, in a version. */
    public boolean isDeprecatedIn(FalcoVersion version) {
        return has(FieldFlag.DEPRECATED_SINCE_0_42) && version.atLeast(FalcoVersion.V0_42)
                || has(FieldFlag.DEPRECATED_SINCE_0_43) && version.atLeast(FalcoVersion.V0_43);
    }

    /** Whether an event can have a value for it, in a version. */
    public boolean hasValueIn(FalcoVersion version) {
        return !has(FieldFlag.DEPRECATED)
                && !(has(FieldFlag.NO_VALUE_SINCE_0_44) && version.atLeast(FalcoVersion.V0_44));
    }

    /** Whether its value is 0 for every event, in a version. */
    public boolean isZeroIn(FalcoVersion version) {
        return has(FieldFlag.DEPRECATED_SINCE_0_43) && version.atLeast(FalcoVersion.V0_43);
    }

    /** Whether the plugin {@code container} or {@code k8smeta} has it, in a version. */
    public boolean isOfPlugin(FalcoVersion version) {
        boolean ofContainers = name.startsWith("container.") || name.startsWith("k8s.");
        return has(FieldFlag.OF_K8SMETA) || ofContainers && version.atLeast(FalcoVersion.V0_41);
    }

    public FieldDefinition withType(ParamType other, ParamFormat otherFormat) {
        return new FieldDefinition(name, other, list, argument, otherFormat, flags, versions, implemented);
    }
}
