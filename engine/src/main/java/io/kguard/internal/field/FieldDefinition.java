// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import io.kguard.event.Param.ParamFormat;
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

    /**
     * Whether a field has an argument, and in which forms.
     *
     * @param required whether it has no value without one
     * @param index whether {@code field[3]} is a form
     * @param key whether {@code field[text]} is a form
     * @param suffix whether {@code field.name} is a form
     */
    public record ArgumentRule(boolean required, boolean index, boolean key, boolean suffix) {
        /** The rule of most fields: no argument. */
        public static final ArgumentRule NONE = new ArgumentRule(false, false, false, false);

        /** Parses an entry of the field table, such as {@code ! [N] .NAME}. */
        public static ArgumentRule parse(String text) {
            return text.isEmpty()
                    ? NONE
                    : new ArgumentRule(
                            text.startsWith("!"), text.contains("[N]"), text.contains("[KEY]"), text.contains(".NAME"));
        }

        /** Whether an argument is allowed. */
        public boolean allowed() {
            return index || key || suffix;
        }

        /** The forms for messages, such as {@code [N] or .NAME}; empty if there is none. */
        @Override
        public String toString() {
            StringBuilder forms = new StringBuilder();
            append(forms, index, "[N]");
            append(forms, key, "[KEY]");
            append(forms, suffix, ".NAME");
            return forms.toString();
        }

        private static void append(StringBuilder forms, boolean present, String form) {
            if (present) {
                forms.append(forms.length() == 0 ? "" : " or ").append(form);
            }
        }
    }

    /** Restrictions on the use of a field, and how it is listed. */
    public enum FieldFlag {
        /** Only for conditions: it is an error in an output. */
        FILTER_ONLY,
        /** Meant for outputs: Falco accepts it in conditions too, and leaves it out of its list of fields. */
        PRINT_ONLY,
        /** No transformer may be applied to it. */
        NO_TRANSFORMER,
        /** It can't be compared with another field. */
        NO_RHS,
        /** Meant for sysdig's tables. It works, but is not listed. */
        TABLE_ONLY,
        /** It no longer has a value and exists only so that old rules load. */
        DEPRECATED,
        /** Falco since 0.42 warns about it. */
        DEPRECATED_SINCE_0_42,
        /** Falco since 0.43 warns about it. */
        DEPRECATED_SINCE_0_43,
        /** Falco since 0.44 has no value for it, and does not say so. */
        NO_VALUE_SINCE_0_44,
        /** Falco adds it to outputs if {@code suggested_output} asks for it. */
        FORMAT_SUGGESTED,
        /** It is of the plugin {@code k8smeta}: only the metadata of a cluster give it a value. */
        OF_K8SMETA,
        /** The plugin {@code k8smeta} never learns its value, because it asks the collector for a kind that does not exist. */
        NEVER_TOLD,
        /** The plugin of its source reads strings alone, and the service writes a list or an object: its value is always empty. */
        ALWAYS_EMPTY,
        /** The plugin of its source looks for it by another name than the field has: it never has a value. */
        LOOKED_FOR_BY_ANOTHER_NAME
    }
}
