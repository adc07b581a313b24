// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/** What a field may not be used for, and how it is listed. */
public enum FieldFlag {
    /** Only for conditions: an output that names it is an error. */
    FILTER_ONLY,
    /** Meant for outputs: Falco accepts it in conditions too, and leaves it out of its list of fields. */
    PRINT_ONLY,
    /** No transformer may be applied to it. */
    NO_TRANSFORMER,
    /** It has no field on its right-hand side, and is on none itself. */
    NO_RHS,
    /** Meant for tables of sysdig; works, but isn't listed. */
    TABLE_ONLY,
    /** It has no value any more and only exists so that old rules load. */
    DEPRECATED,
    /** Falco since 0.42 warns about it. */
    DEPRECATED_SINCE_0_42,
    /** Falco since 0.43 warns about it. */
    DEPRECATED_SINCE_0_43,
    /** Falco adds it to outputs where {@code suggested_output} asks for it. */
    FORMAT_SUGGESTED
}
