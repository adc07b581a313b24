// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.Condition;
import io.kguard.internal.condition.Operand;
import io.kguard.internal.condition.Operator;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.FieldFlag;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Falco's warnings about checks that are sound and still suspicious. */
final class CheckWarnings {
    private static final Set<Operator> NA_OPERATORS =
            Set.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS, Operator.PMATCH);
    private static final Pattern TRANSFORMED = Pattern.compile("(?:tolower|toupper|b64|basename|len)\\((.*)\\)");
    private static final Pattern PLAIN_REGEX = Pattern.compile("(?:\\.\\*)?[A-Za-z0-9_/ -]+(?:\\.\\*)?");

    private final FalcoVersion version;
    private final FieldCatalogue catalogue;
    private final Diagnostics diagnostics;

    CheckWarnings(FieldCatalogue catalogue, Diagnostics diagnostics) {
        this.version = catalogue.version();
        this.catalogue = catalogue;
        this.diagnostics = diagnostics;
    }

    void warn(Condition.Check check, Context context, TracedText text) {
        List<Operand.FieldRef> fields =
                check.left() instanceof Operand.FieldRef ref ? List.of(ref) : ((Operand.Call) check.left()).fields();
        for (Operand.FieldRef field : fields) {
            FieldDefinition definition = catalogue.definition(field.name());
            if (version == FalcoVersion.CURRENT && definition != null && definition.has(FieldFlag.DEPRECATED_TODAY)) {
                at(
                        context,
                        text,
                        field,
                        DiagnosticCode.LOAD_DEPRECATED_ITEM,
                        "usage of deprecated field '" + field.text() + "' in the condition");
            }
        }
        for (Operand.Text value : valuesOf(check.right())) {
            warn(check, fields, value, context, text);
        }
    }

    /** The literal values that a check compares with. */
    static List<Operand.Text> valuesOf(Operand right) {
        if (right instanceof Operand.Text value) {
            return List.of(value);
        }
        return right instanceof Operand.TextList list ? list.values() : List.of();
    }

    private void warn(
            Condition.Check check,
            List<Operand.FieldRef> fields,
            Operand.Text operand,
            Context context,
            TracedText text) {
        String value = operand.value();
        if (value.equals("<NA>")
                && NA_OPERATORS.contains(check.operator())
                && fields.stream()
                        .anyMatch(f -> f.name().startsWith("ka.") || f.name().startsWith("jevt."))) {
            at(context, text, operand, DiagnosticCode.LOAD_UNSAFE_NA_CHECK, "");
        }
        if (isField(value)) {
            at(
                    context,
                    text,
                    operand,
                    DiagnosticCode.LOAD_COMPILE_CONDITION,
                    "'" + value + "' may be a valid field misused as a const string value");
        }
        Matcher transformed = value.endsWith(")") ? TRANSFORMED.matcher(value) : null;
        if (transformed != null && transformed.matches() && isField(transformed.group(1))) {
            at(
                    context,
                    text,
                    operand,
                    DiagnosticCode.LOAD_COMPILE_CONDITION,
                    "'" + value + "' may be a valid field transformer misused as a const string value");
        }
        if (check.operator() == Operator.REGEX && PLAIN_REGEX.matcher(value).matches()) {
            at(
                    context,
                    text,
                    operand,
                    DiagnosticCode.LOAD_COMPILE_CONDITION,
                    "regex check with '" + value
                            + "' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'");
        }
    }

    private void at(Context context, TracedText text, Operand operand, DiagnosticCode code, String message) {
        int index = Math.min(operand.span().start(), text.length());
        diagnostics.warn(code, message, context.in(Location.Kind.CONDITION_EXPRESSION, text.placeOf(index)));
    }

    private boolean isField(String value) {
        if (value.indexOf('.') < 0) {
            return false;
        }
        int bracket = value.indexOf('[');
        String name = bracket < 0 ? value : value.substring(0, bracket);
        String parent = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (catalogue.definition(name) == null && catalogue.definition(parent) == null) {
            return false;
        }
        try {
            catalogue.resolve(value);
            return true;
        } catch (FieldException e) {
            return e.reason() == FieldException.Reason.NOT_IMPLEMENTED;
        }
    }
}
