// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionParser;
import java.util.List;

/** Adds a rule's exceptions to the text of its condition, as Falco does. */
final class ExceptionText {
    static final String NO_FIELDS = "Rule exception item must have fields property with a list of fields";

    private static final TracedText NONE = TracedText.EMPTY;

    private final FalcoVersion version;

    ExceptionText(FalcoVersion version) {
        this.version = version;
    }

    /** The condition with the exceptions. Values that do not fit the fields are left out. */
    TracedText addTo(TracedText condition, List<ExceptionDefinition> exceptions, Attempts attempts) {
        if (exceptions.isEmpty()) {
            return condition;
        }
        TracedText.Builder whole = new TracedText.Builder();
        whole.append("(").append(condition).append(")");
        for (ExceptionDefinition exception : exceptions) {
            if (!exception.faulty && !exception.values.isEmpty()) {
                attempts.run(() -> {
                    TracedText excluded = excluded(exception, attempts);
                    if (!excluded.isEmpty()) {
                        whole.append(" and not ").append(excluded);
                    }
                });
            }
        }
        return whole.build();
    }

    /** What an exception excludes. Falco checks nothing where exceptions are replaced, so parts may be missing. */
    private TracedText excluded(ExceptionDefinition exception, Attempts attempts) {
        ExceptionEntry fields = exception.fields;
        if (fields == null || fields.isEmpty()) {
            throw exception.context.invalid(NO_FIELDS, null);
        }
        String hint = "add 'comps:'; where 'override' replaces exceptions, Falco does not fill in a default";
        if (!fields.isList()) {
            if (comp(exception, 0).isEmpty()) {
                throw exception.context.error(
                        DiagnosticCode.LOAD_ERR_COMPILE_CONDITION, ConditionParser.OPERATOR_EXPECTED, hint);
            }
            return alternatives(exception, fields, attempts);
        }
        for (int i = 0; i < fields.items().size(); i++) {
            if (comp(exception, i).isEmpty()) {
                throw exception.context.invalid("Fields and comps lists must have equal length", hint);
            }
        }
        return tuples(exception, fields, attempts);
    }

    /** The maximum number of checks that exceptions add, and of parentheses around them. */
    static int checks(List<ExceptionDefinition> exceptions) {
        int checks = 0;
        for (ExceptionDefinition exception : exceptions) {
            ExceptionEntry fields = exception.fields;
            checks += 2
                    + exception.values.size()
                            * (fields != null && fields.isList()
                                    ? fields.items().size() + 1
                                    : 1);
        }
        return checks;
    }

    private TracedText alternatives(ExceptionDefinition exception, ExceptionEntry field, Attempts attempts) {
        TracedText.Builder text = new TracedText.Builder();
        text.append("(")
                .append(field.text())
                .append(" ")
                .append(comp(exception, 0))
                .append(" (");
        boolean first = true;
        for (ExceptionEntry value : exception.values) {
            if (value.isList()) {
                attempts.failed(at(exception, value)
                        .invalid(
                                "Expected values array to contain a list of strings",
                                "with a single field the values are texts: 'values: [a, b]'"));
                continue;
            }
            text.append(first ? "" : ", ").append(quoted(value.text()));
            first = false;
        }
        return text.append("))").build();
    }

    private TracedText tuples(ExceptionDefinition exception, ExceptionEntry fields, Attempts attempts) {
        TracedText.Builder text = new TracedText.Builder();
        boolean first = true;
        for (ExceptionEntry tuple : exception.values) {
            if (!tuple.isList() || tuple.items().size() != fields.items().size()) {
                attempts.failed(at(exception, tuple)
                        .invalid(
                                "Fields and values lists must have equal length",
                                "each of the values is a list with one value for each of " + fields.texts()));
                continue;
            }
            text.append(first ? "((" : " or (");
            first = false;
            for (int i = 0; i < fields.items().size(); i++) {
                TracedText comp = comp(exception, i);
                text.append(i == 0 ? " " : " and  ")
                        .append(fields.items().get(i).text());
                text.append(" ").append(comp).append(" ");
                text.append(value(tuple.items().get(i), comp.toString()));
            }
            text.append(")");
        }
        return first ? NONE : text.append(")").build();
    }

    private static Context at(ExceptionDefinition exception, ExceptionEntry value) {
        return exception.context.in(
                Location.Kind.EXCEPTION_VALUE, value.context().place());
    }

    private TracedText value(ExceptionEntry value, String comp) {
        TracedText.Builder text = new TracedText.Builder();
        if (value.isList()) {
            text.append("(");
            for (int i = 0; i < value.items().size(); i++) {
                text.append(i == 0 ? "" : ", ")
                        .append(quoted(value.items().get(i).text()));
            }
            return text.append(")").build();
        }
        boolean inParentheses = !value.text().isEmpty() && value.text().charAt(0) == '(';
        if (Comparison.takesList(comp, version) && !inParentheses) {
            return text.append("(").append(value.text()).append(")").build();
        }
        return Comparison.takesList(comp, version) ? value.text() : quoted(value.text());
    }

    /** The operator of a field, empty if there is none. */
    private static TracedText comp(ExceptionDefinition exception, int index) {
        ExceptionEntry fields = exception.fields;
        ExceptionEntry comps = exception.comps;
        if (fields == null || comps == null || comps.isList() != fields.isList()) {
            return NONE;
        }
        if (!comps.isList()) {
            return comps.text();
        }
        return index < comps.items().size() ? comps.items().get(index).text() : NONE;
    }

    /** A string in quotes if it contains a space and is not quoted yet. */
    static TracedText quoted(TracedText text) {
        String value = text.toString();
        if (value.indexOf(' ') < 0 || value.charAt(0) == '"' || value.charAt(0) == '\'') {
            return text;
        }
        return new TracedText.Builder().append("\"").append(text).append("\"").build();
    }
}
