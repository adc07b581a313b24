// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

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
