// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.event.ParamType;
import io.kguard.internal.source.SourceField;

/**
 * A field that a plugin reads.
 *
 * @param id its place in the plugin's list
 * @param name its name without an argument
 * @param type the type of its value, or of the elements of its list
 * @param isList whether its value is a list
 * @param argument the argument it takes
 * @param isSuggested whether Falco adds it to outputs if {@code suggested_output} asks for it
 */
record PluginField(
        int id, String name, ParamType type, boolean isList, SourceField.Argument argument, boolean isSuggested) {
    /** Whether kguard can hold its value. It has no lists of addresses. */
    boolean isRead() {
        return !isList || type.kind() != ParamType.Kind.ADDRESS && type.kind() != ParamType.Kind.NET;
    }
}
