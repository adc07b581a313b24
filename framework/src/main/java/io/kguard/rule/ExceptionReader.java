package io.kguard.rule;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.field.FieldCatalogue;
import io.kguard.field.FieldException;
import io.kguard.field.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads exceptions, checks them, and adds their values to earlier ones. */
final class ExceptionReader {
    private static final Set<String> KEYS = Set.of("name", "fields", "comps", "values");

    private final FalcoVersion version;
    private final Set<String> sources;
    private final Diagnostics diagnostics;

    ExceptionReader(FalcoVersion version, Set<String> sources, Diagnostics diagnostics) {
        this.version = version;
        this.sources = sources;
        this.diagnostics = diagnostics;
    }

    /**
     * The exceptions of an item, as they are written.
     *
     * @param change whether the item only changes a rule: then an exception need not name fields
     */
    List<ExceptionDefinition> read(ItemValues rule, boolean change) {
        List<ExceptionDefinition> exceptions = new ArrayList<>();
        YamlNode sequence = rule.item().get("exceptions");
        if (sequence == null || sequence.isNull()) {
            return exceptions;
        }
        Context all = rule.context().in(Location.Kind.EXCEPTIONS, sequence.place());
        if (!sequence.isSequence()) {
            throw all.malformed("Rule exceptions must be a sequence");
        }
        Set<String> names = new HashSet<>();
        for (YamlNode node : sequence.elements()) {
            Context anonymous = all.in(Location.Kind.EXCEPTION, node.place());
            if (!node.isMap()) {
                throw anonymous.malformed("Rule exception must be a mapping");
            }
            String name = new ItemValues(node, anonymous).text("name").toString();
            Context context = rule.context().in(Location.Kind.EXCEPTION, name, node.place());
            if (!names.add(name)) {
                diagnostics.warn(
                        DiagnosticCode.LOAD_EXCEPTION_NAME_NOT_UNIQUE,
                        "Multiple definitions of exception '" + name + "' in the same rule",
                        context);
            }
            warnOfUnknownKeys(node, context);
            exceptions.add(read(new ItemValues(node, context), name, change));
        }
        return exceptions;
    }

    /** Falco says nothing of them; a misspelled key leaves an exception without values, or with other operators. */
    private void warnOfUnknownKeys(YamlNode exception, Context context) {
        for (YamlNode key : exception.keys()) {
            String text = key.isScalar() ? key.scalar() : "";
            if (!KEYS.contains(text)) {
                String near = Nearest.of(text, KEYS);
                diagnostics.add(context.in(Location.Kind.VALUE_FOR, text, key.place())
                        .diagnostic(
                                DiagnosticCode.LINT_INERT_EXCEPTION,
                                "Unknown key '" + text + "' in an exception. The key will be ignored.",
                                near == null ? null : "did you mean '" + near + "'?"));
            }
        }
    }

    private ExceptionDefinition read(ItemValues values, String name, boolean change) {
        Context context = values.context();
        ExceptionDefinition exception = new ExceptionDefinition(name, context);
        if (!change && !values.has("fields")) {
            values.text("fields");
        }
        exception.fields = entry(values, "fields");
        exception.comps = entry(values, "comps");
        YamlNode sequence = values.item().get("values");
        if (sequence == null) {
            if (change) {
                diagnostics.warn(
                        DiagnosticCode.LOAD_APPEND_NO_VALUES, "Overriding/appending exception with no values", context);
            }
            return exception;
        }
        Context all = context.in(Location.Kind.EXCEPTION_VALUES, sequence.place());
        if (!sequence.isSequence()) {
            throw all.malformed("Rule exception values must be a sequence");
        }
        for (YamlNode value : sequence.elements()) {
            exception.values.add(entry(value, all.in(Location.Kind.EXCEPTION_VALUE, value.place()), 2));
        }
        return exception;
    }

    private static @Nullable ExceptionEntry entry(ItemValues values, String key) {
        YamlNode node = values.item().get(key);
        return node == null ? null : entry(node, values.at(key, node), 1);
    }

    /** A text, or a list nested as deep as allowed. */
    private static ExceptionEntry entry(YamlNode node, Context context, int depth) {
        if (node.isScalar()) {
            return ExceptionEntry.of(node.traced());
        }
        if (node.isNull()) {
            throw context.malformed("sequence value is not scalar", "write \"\" for an empty text");
        }
        if (node.isMap() || depth == 0) {
            throw context.malformed("Value is not a scalar value");
        }
        List<ExceptionEntry> items = new ArrayList<>();
        for (YamlNode element : node.elements()) {
            Context at = new Context(context.parent(), context.kind(), context.name(), element.place());
            items.add(entry(element, at, depth - 1));
        }
        return ExceptionEntry.of(items);
    }

    /** Checks an exception and gives it the operators that it does not name. */
    ExceptionDefinition complete(ExceptionDefinition exception, String source) {
        ExceptionEntry fields = exception.fields;
        if (fields == null) {
            throw exception.context.invalid("Rule exception must have fields property with a list of fields", null);
        }
        ExceptionEntry comps = exception.comps;
        if (fields.isList()) {
            if (comps == null) {
                comps = ExceptionEntry.repeat("=", fields);
            }
            if (!comps.isList() || comps.items().size() != fields.items().size()) {
                throw exception.context.invalid(
                        "Fields and comps lists must have equal length",
                        "each of the " + fields.items().size() + " fields needs an operator of its own");
            }
            for (ExceptionEntry entry : comps.items()) {
                String comp = entry.text().toString();
                if (!Comparison.isOperator(comp, version)) {
                    throw at(exception, "comps", entry)
                            .invalid("'" + comp + "' is not a supported comparison operator", near(comp));
                }
            }
        } else {
            if (comps == null) {
                comps = ExceptionEntry.of(new TracedText.Builder().append("in").build());
            }
            if (comps.isList()) {
                throw exception.context.invalid("Fields and comps must both be strings", null);
            }
            if (!Comparison.isForLists(comps.text().toString(), version)) {
                throw exception.context.invalid(
                        "When fields is a single value, comps must be one of (in, pmatch, intersects)",
                        "for other operators write fields, comps and each of the values in [ ]");
            }
        }
        for (ExceptionEntry field : fields.isList() ? fields.items() : List.of(fields)) {
            checkField(field.text().toString(), at(exception, "fields", field), source);
        }
        exception.comps = comps;
        return exception;
    }

    private static Context at(ExceptionDefinition exception, String key, ExceptionEntry entry) {
        return exception.context.in(Location.Kind.VALUE_FOR, key, entry.text().placeOf(0));
    }

    private static @Nullable String near(String comp) {
        String near = Nearest.of(comp, Comparison.OPERATORS);
        return near == null ? null : "did you mean '" + near + "'?";
    }

    private void checkField(String field, Context context, String source) {
        FieldCatalogue catalogue = FieldCatalogue.of(EventSource.of(source).orElse(EventSource.SYSCALL), version);
        try {
            catalogue.resolve(field);
        } catch (FieldException e) {
            if (e.reason() != FieldException.Reason.NOT_IMPLEMENTED) {
                String elsewhere = FieldHint.otherSource(field, e, catalogue);
                String meant = e.suggestion();
                String near = meant == null ? null : "unknown field " + field + "; did you mean " + meant + "?";
                throw context.invalid(
                        "'" + field + "' is not a supported filter field", elsewhere == null ? near : elsewhere);
            }
        }
    }

    /** Adds values to a rule's exceptions, or new exceptions. */
    void append(RuleDefinition rule, List<ExceptionDefinition> more) {
        for (ExceptionDefinition one : more) {
            ExceptionDefinition earlier = rule.exceptions.stream()
                    .filter(exception -> exception.name.equals(one.name))
                    .findFirst()
                    .orElse(null);
            if (earlier == null) {
                addNew(rule, one);
                continue;
            }
            if (one.fields != null) {
                throw one.context.invalid(
                        "Can not append exception fields to existing exception, only values",
                        "remove 'fields' here, or give the exception another name");
            }
            if (one.comps != null) {
                throw one.context.invalid(
                        "Can not append exception comps to existing exception, only values",
                        "remove 'comps' here, or give the exception another name");
            }
            earlier.values.addAll(one.values);
        }
    }

    private void addNew(RuleDefinition rule, ExceptionDefinition exception) {
        if (exception.fields == null) {
            List<String> names = rule.exceptions.stream().map(one -> one.name).toList();
            String near = Nearest.of(exception.name, names);
            throw exception.context.invalid(
                    "Rule exception must have fields property with a list of fields",
                    "the rule has no exception '" + exception.name + "'"
                            + (near == null ? ", so this is a new one" : "; did you mean '" + near + "'?"));
        }
        if (exception.values.isEmpty()) {
            throw exception.context.invalid("Rule exception must have values property with a list of values", null);
        }
        if (sources.contains(rule.source)) {
            complete(exception, rule.source);
        }
        rule.exceptions.add(exception);
    }
}
