// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.message.Nearest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks exceptions, and adds their values to earlier ones. */
final class ExceptionChecker {
    private final FalcoVersion version;
    private final LoadedSources sources;

    ExceptionChecker(FalcoVersion version, LoadedSources sources) {
        this.version = version;
        this.sources = sources;
    }

    /** Checks the exceptions of a rule, and sets the operators that they omit. */
    void complete(List<ExceptionDefinition> exceptions, String source, Attempts attempts) {
        for (ExceptionDefinition exception : exceptions) {
            if (!exception.faulty && !attempts.run(() -> complete(exception, source))) {
                exception.faulty = true;
            }
        }
    }

    private void complete(ExceptionDefinition exception, String source) {
        ExceptionEntry fields = exception.fields;
        if (fields == null || fields.isEmpty()) {
            throw exception.context.invalid(ExceptionText.NO_FIELDS, null);
        }
        Attempts attempts = new Attempts();
        attempts.run(() -> completeComps(exception, fields));
        for (ExceptionEntry field : fields.isList() ? fields.items() : List.of(fields)) {
            attempts.run(() -> checkField(field.text().toString(), at(exception, "fields", field), source));
        }
        attempts.end();
    }

    private void completeComps(ExceptionDefinition exception, ExceptionEntry fields) {
        ExceptionEntry comps = exception.comps;
        if (fields.isList()) {
            comps = comps == null || comps.isEmpty() ? ExceptionEntry.repeat("=", fields) : comps;
            checkEach(exception, comps, fields.items().size());
        } else {
            comps = comps == null || comps.isEmpty() ? ExceptionEntry.own("in", fields.context()) : comps;
            checkSingle(exception, comps);
        }
        exception.comps = comps;
    }

    private void checkEach(ExceptionDefinition exception, ExceptionEntry comps, int count) {
        if (!comps.isList() || comps.items().size() != count) {
            throw exception.context.invalid(
                    "Fields and comps lists must have equal length",
                    "each of the " + count + " fields needs its own operator");
        }
        Attempts attempts = new Attempts();
        for (ExceptionEntry entry : comps.items()) {
            String comp = entry.text().toString();
            if (!Comparison.isOperator(comp, version)) {
                attempts.failed(at(exception, "comps", entry)
                        .invalid(
                                "'" + comp + "' is not a supported comparison operator",
                                Nearest.quoted(comp, Comparison.OPERATORS)));
            }
        }
        attempts.end();
    }

    private void checkSingle(ExceptionDefinition exception, ExceptionEntry comps) {
        if (comps.isList()) {
            throw exception.context.invalid("Fields and comps must both be strings", null);
        }
        if (!Comparison.takesList(comps.text().toString(), version)) {
            throw exception.context.invalid(
                    "When fields is a single value, comps must be one of (in, pmatch, intersects)"
                            + (version.atLeast(FalcoVersion.V0_44)
                                    ? " or a modifier operator (e.g. startswith oneof)"
                                    : ""),
                    "for other operators write fields, comps and each of the values in [ ]");
        }
    }

    private static Context at(ExceptionDefinition exception, String key, ExceptionEntry entry) {
        return exception.context.in(
                Location.Kind.VALUE_FOR, key, entry.context().place());
    }

    private void checkField(String field, Context context, String source) {
        FieldCatalogue catalogue = sources.fields(source);
        if (field.indexOf('(') >= 0) {
            checkTransformed(field, context, catalogue);
            return;
        }
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

    /** Whatever makes a check when an operator follows is a field with transformers, as Falco has it. */
    private static void checkTransformed(String field, Context context, FieldCatalogue catalogue) {
        try {
            new TypeChecker(catalogue).check(ConditionParser.parse(field + " exists", catalogue.version()));
        } catch (ConditionSyntaxException | ConditionException e) {
            boolean known = e.getCause() instanceof FieldException cause
                    && cause.reason() == FieldException.Reason.NOT_IMPLEMENTED;
            if (!known) {
                throw context.invalid("'" + field + "' is not a supported filter field", e.getMessage());
            }
        }
    }

    /** Adds values to a rule's exceptions, or new exceptions. */
    void append(RuleDefinition rule, List<ExceptionDefinition> more, Attempts attempts) {
        for (ExceptionDefinition one : more) {
            ExceptionDefinition earlier = rule.exceptions.stream()
                    .filter(exception -> exception.name.equals(one.name))
                    .findFirst()
                    .orElse(null);
            attempts.run(() -> {
                if (earlier == null) {
                    addNew(rule, one, attempts);
                } else {
                    addValues(earlier, one);
                }
            });
        }
    }

    private static void addValues(ExceptionDefinition earlier, ExceptionDefinition one) {
        refuse(one, one.fields, "fields");
        refuse(one, one.comps, "comps");
        earlier.values.addAll(one.values);
    }

    private static void refuse(ExceptionDefinition exception, @Nullable ExceptionEntry entry, String key) {
        if (entry != null && !entry.isEmpty()) {
            throw exception.context.invalid(
                    "Can not append exception " + key + " to existing exception, only values",
                    "remove '" + key + "' here, or give the exception another name");
        }
    }

    private void addNew(RuleDefinition rule, ExceptionDefinition exception, Attempts attempts) {
        if (exception.faulty) {
            rule.exceptions.add(exception);
            return;
        }
        if (exception.fields == null || exception.fields.isEmpty()) {
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
            complete(List.of(exception), rule.source, attempts);
        }
        rule.exceptions.add(exception);
    }
}
