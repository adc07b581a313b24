// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads exceptions as they are written. */
final class ExceptionReader {
    private static final Set<String> KEYS = Set.of("name", "fields", "comps", "values");

    private final Diagnostics diagnostics;

    ExceptionReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * The exceptions of an item. One with an error is marked.
     *
     * @param change whether the item only changes a rule; then an exception need not name fields
     */
    List<ExceptionDefinition> read(ItemValues rule, boolean change, Attempts attempts) {
        List<ExceptionDefinition> exceptions = new ArrayList<>();
        YamlNode sequence = rule.item().get("exceptions");
        if (sequence == null || sequence.isNull()) {
            return exceptions;
        }
        Context all = rule.context().in(Location.Kind.EXCEPTIONS, sequence.place());
        if (!sequence.isSequence()) {
            attempts.failed(all.malformed("Rule exceptions must be a sequence"));
            return exceptions;
        }
        Set<String> names = new HashSet<>();
        for (YamlNode node : sequence.elements()) {
            attempts.run(() -> {
                ExceptionDefinition exception = named(rule, node, all.in(Location.Kind.EXCEPTION, node.place()));
                exceptions.add(exception);
                if (!names.add(exception.name)) {
                    diagnostics.warn(
                            DiagnosticCode.LOAD_EXCEPTION_NAME_NOT_UNIQUE,
                            "Multiple definitions of exception '" + exception.name + "' in the same rule",
                            exception.context);
                }
                // a misspelled key leaves an exception without values, or with other operators
                ItemKeys.warnOfUnknown(
                        node, KEYS, " in an exception", DiagnosticCode.LINT_SCHEMA, exception.context, diagnostics);
                read(exception, new ItemValues(node, exception.context), change);
            });
        }
        return exceptions;
    }

    private static ExceptionDefinition named(ItemValues rule, YamlNode node, Context anonymous) {
        if (!node.isMap()) {
            throw anonymous.malformed("Rule exception must be a mapping");
        }
        String name = new ItemValues(node, anonymous).text("name").toString();
        return new ExceptionDefinition(name, rule.context().in(Location.Kind.EXCEPTION, name, node.place()));
    }

    private void read(ExceptionDefinition exception, ItemValues values, boolean change) {
        Attempts attempts = new Attempts();
        if (!change && !values.has("fields")) {
            attempts.run(() -> values.text("fields"));
        }
        attempts.run(() -> exception.fields = entry(values, "fields"));
        attempts.run(() -> exception.comps = entry(values, "comps"));
        exception.faulty = attempts.hasFailed();
        YamlNode sequence = values.item().get("values");
        if (sequence == null) {
            if (change) {
                diagnostics.warn(
                        DiagnosticCode.LOAD_APPEND_NO_VALUES,
                        "Overriding/appending exception with no values",
                        exception.context);
            }
        } else {
            Context all = exception.context.in(Location.Kind.EXCEPTION_VALUES, sequence.place());
            if (!sequence.isSequence()) {
                attempts.failed(all.malformed("Rule exception values must be a sequence"));
            } else {
                for (YamlNode value : sequence.elements()) {
                    Context at = all.in(Location.Kind.EXCEPTION_VALUE, value.place());
                    attempts.run(() -> exception.values.add(entry(value, at, 2)));
                }
            }
        }
        attempts.end();
    }

    private @Nullable ExceptionEntry entry(ItemValues values, String key) {
        YamlNode node = values.item().get(key);
        return node == null || node.isNull() ? null : entry(node, values.at(key, node), 1);
    }

    /** A string, or a list nested as deep as allowed. */
    private ExceptionEntry entry(YamlNode node, Context context, int depth) {
        if (node.isNull() || node.isMap()) {
            diagnostics.add(context.diagnostic(
                    DiagnosticCode.LINT_INERT_EXCEPTION,
                    "Falco takes " + (node.isMap() ? "a mapping" : "null") + " for nothing here",
                    "write a string, or a list of strings"));
            return ExceptionEntry.of(TracedText.EMPTY, context);
        }
        if (node.isScalar()) {
            if (node.scalar().isEmpty()) {
                throw context.in(Location.Kind.VALUE_FOR, node.place())
                        .malformed(
                                "Value must be non-empty", "Falco makes no exception for an empty string; remove it");
            }
            return ExceptionEntry.of(node.traced(), context);
        }
        if (depth == 0) {
            throw context.malformed("Value is not a scalar value");
        }
        List<ExceptionEntry> items = new ArrayList<>();
        Attempts attempts = new Attempts();
        for (YamlNode element : node.elements()) {
            Context at = new Context(context.parent(), context.kind(), context.name(), element.place());
            attempts.run(() -> items.add(entry(element, at, depth - 1)));
        }
        attempts.end();
        return ExceptionEntry.of(items, context);
    }
}
