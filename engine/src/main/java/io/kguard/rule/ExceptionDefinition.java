// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of an exception during loading. */
final class ExceptionDefinition {
    final String name;
    final Context context;

    @Nullable
    ExceptionEntry fields;

    @Nullable
    ExceptionEntry comps;

    final List<ExceptionEntry> values = new ArrayList<>();
    /** Whether it has a reported error, so that it is not made part of the condition. */
    boolean faulty;

    ExceptionDefinition(String name, Context context) {
        this.name = name;
        this.context = context;
    }

    /** The exception in its public form. */
    RuleException exception() {
        ExceptionEntry names = fields;
        ExceptionEntry operators = comps;
        boolean scalar = names != null && !names.isList();
        List<List<List<String>>> tuples = scalar
                ? List.of(List.of(
                        values.stream().map(value -> value.text().toString()).toList()))
                : values.stream()
                        .map(tuple -> tuple.items().stream()
                                .map(ExceptionEntry::texts)
                                .toList())
                        .toList();
        return new RuleException(
                name,
                names == null ? List.of() : names.texts(),
                operators == null ? List.of() : operators.texts(),
                scalar,
                tuples,
                context.place().position());
    }
}
