// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.Transformer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Falco's warnings about checks that are valid but suspicious. */
final class CheckWarnings {
    private static final Set<Operator> NA_OPERATORS =
            Set.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS, Operator.PMATCH);
    private static final String DIRECTION = "due to the drop of enter events, 'evt.dir = <' always evaluates to true,"
            + " and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the"
            + " condition on 'evt.dir'";
    private static final String LATENCY = "field is not available due to the drop of enter events.";
    private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\x0B\\f\\r]+");
    /** No special characters but an anchor or "any characters" at either end; Falco looks no closer. */
    private static final Pattern PLAIN_REGEX =
            Pattern.compile("(?:\\^|\\.[+*?])?[^.+*?^$()\\[\\]{}|\\\\]*(?:\\$|\\.[+*?])?", Pattern.DOTALL);

    private final FalcoVersion version;
    private final FieldCatalogue catalogue;
    private final Diagnostics diagnostics;

    public CheckWarnings(FieldCatalogue catalogue, Diagnostics diagnostics) {
        this.version = catalogue.version();
        this.catalogue = catalogue;
        this.diagnostics = diagnostics;
    }

    public void warn(Condition.Check check, Context context, TracedText text) {
        List<Operand.FieldRef> fields = check.left().fields();
        for (Operand.FieldRef field : fields) {
            FieldDefinition definition = catalogue.definition(field.name());
            if (definition != null && definition.isDeprecatedIn(version)) {
                diagnostics.warn(
                        DiagnosticCode.LOAD_DEPRECATED_ITEM,
                        field.name().equals("evt.dir") ? DIRECTION : LATENCY,
                        context.at(text, field.span()));
            }
        }
        for (Operand.Text value : check.right().values()) {
            warn(check, fields, value, context, text);
        }
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
            diagnostics.warn(DiagnosticCode.LOAD_UNSAFE_NA_CHECK, "", context.at(text, operand.span()));
        }
        Consumer<String> suspicious = message ->
                diagnostics.warn(DiagnosticCode.LOAD_COMPILE_CONDITION, message, context.at(text, operand.span()));
        if (check.operator() == Operator.REGEX && PLAIN_REGEX.matcher(value).matches()) {
            suspicious.accept("regex check with '" + value
                    + "' may be optimized with simpler operators such as '=', 'contains', 'startswith',"
                    + " 'endswith'");
        }
        String meant = SPACE.matcher(value).replaceAll("");
        if (isField(meant)) {
            suspicious.accept("'" + value + "' may be a valid field misused as a const string value");
        }
        if (isTransformed(meant)) {
            suspicious.accept("'" + value + "' may be a valid field transformer misused as a const string value");
        }
    }

    private boolean isField(String value) {
        try {
            FieldCatalogue.Match match = catalogue.match(value, 0);
            return match != null && match.end() == value.length();
        } catch (FieldException e) {
            return e.reason() == FieldException.Reason.NOT_IMPLEMENTED;
        }
    }

    private boolean isTransformed(String value) {
        return value.endsWith(")")
                && Arrays.stream(Transformer.values())
                        .filter(transformer -> version.atLeast(FalcoVersion.V0_44) || !transformer.isFunction())
                        .anyMatch(transformer -> value.startsWith(transformer.word() + "("));
    }
}
