package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import io.kguard.field.Field;
import io.kguard.field.FieldCatalogue;
import io.kguard.field.FieldException;
import io.kguard.field.FieldFlag;
import io.kguard.field.OutputTemplate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Completes and checks the output templates of rules. */
final class OutputCompiler {
    private static final String CONTAINER_INFO = "%container.info";
    private static final String CONTAINER_FIELDS = "container_id=%container.id container_name=%container.name";

    private static final Pattern FIELD = Pattern.compile("%([a-z0-9_]+(?:\\.[a-z0-9_]+)+)");

    private final FalcoVersion version;
    private final Diagnostics diagnostics;

    OutputCompiler(FalcoVersion version, Diagnostics diagnostics) {
        this.version = version;
        this.diagnostics = diagnostics;
    }

    /** The template of a rule, complete. */
    String compile(RuleDefinition rule, List<Diagnostic> errors) {
        String written = rule.output.toString();
        String output = written;
        if (written.contains(CONTAINER_INFO)) {
            output = written.replace(CONTAINER_INFO, version == FalcoVersion.V0_40 ? CONTAINER_FIELDS : "");
            if (version == FalcoVersion.CURRENT) {
                Place place = rule.output.placeOf(written.indexOf(CONTAINER_INFO));
                diagnostics.add(rule.outputContext
                        .in(Location.Kind.RULE_OUTPUT_EXPRESSION, place)
                        .diagnostic(
                                DiagnosticCode.LOAD_DEPRECATED_ITEM,
                                "%container.info is deprecated and replaced by nothing",
                                "name the fields: %container.id, %container.name, ..."));
            }
        }
        try {
            OutputTemplate template = OutputTemplate.compile(output, FieldCatalogue.of(version));
            template.fields().stream()
                    .filter(field -> field.definition().has(FieldFlag.DEPRECATED_TODAY))
                    .forEach(field -> warnOfDeprecated(rule, field));
        } catch (FieldException e) {
            errors.add(error(rule, written, e));
        }
        return output;
    }

    private void warnOfDeprecated(RuleDefinition rule, Field field) {
        if (version == FalcoVersion.CURRENT) {
            int index = Math.max(0, rule.output.toString().indexOf(field.name()));
            diagnostics.add(rule.outputContext
                    .in(Location.Kind.RULE_OUTPUT_EXPRESSION, rule.output.placeOf(index))
                    .diagnostic(
                            DiagnosticCode.LOAD_DEPRECATED_ITEM,
                            "usage of deprecated field '" + field.name() + "' in the rule output",
                            null));
        }
    }

    private static Diagnostic error(RuleDefinition rule, String written, FieldException e) {
        String message = String.valueOf(e.getMessage());
        int index = indexOfFault(written, message);
        String meant = e.suggestion();
        return rule.outputContext
                .in(Location.Kind.RULE_OUTPUT_EXPRESSION, rule.output.placeOf(index))
                .diagnostic(
                        DiagnosticCode.LOAD_ERR_COMPILE_OUTPUT,
                        message,
                        meant == null ? null : "did you mean %" + meant + "?");
    }

    /** Falco's messages quote the template from the fault on, kguard's own name the field. */
    private static int indexOfFault(String template, String message) {
        for (int at = template.indexOf('%'); at >= 0; at = template.indexOf('%', at + 1)) {
            if (at + 1 < template.length() && message.contains(template.substring(at + 1))) {
                return at;
            }
        }
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            if (message.contains(" " + field.group(1) + ",")) {
                return field.start();
            }
        }
        return Math.max(0, template.lastIndexOf('%'));
    }
}
