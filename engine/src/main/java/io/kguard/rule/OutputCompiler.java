// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Completes and checks the output templates of rules. */
final class OutputCompiler {
    private static final Pattern FIELD = Pattern.compile("%([a-z0-9_]{1,40}(?:\\.[a-z0-9_]{1,40}){1,8})");

    private static final int MAX_ERRORS = 100;

    private final FalcoVersion version;
    private final LoadedSources sources;
    private final Diagnostics diagnostics;
    /** Templates compiled for one file are not compiled again for the next. */
    private final Map<Written, OutputTemplate> known = new HashMap<>();

    private record Written(FieldCatalogue catalogue, String template) {}

    OutputCompiler(FalcoVersion version, LoadedSources sources, Diagnostics diagnostics) {
        this.version = version;
        this.sources = sources;
        this.diagnostics = diagnostics;
    }

    /** The complete template of a rule; null, with errors added, if it is wrong. */
    @Nullable
    OutputTemplate compile(RuleDefinition rule, List<Diagnostic> errors) {
        TracedText output = rule.output.text();
        int info = output.toString().indexOf(OutputTemplate.CONTAINER_INFO);
        if (info >= 0) {
            if (version.atLeast(FalcoVersion.V0_41)) {
                diagnostics.add(at(rule, output, info)
                        .diagnostic(
                                DiagnosticCode.LOAD_DEPRECATED_ITEM,
                                "%container.info is deprecated and replaced by nothing",
                                "name the fields: %container.id, %container.name, ..."));
            }
            output = output.replaced(OutputTemplate.CONTAINER_INFO, OutputTemplate.containerInfo(version));
        }
        return checked(rule, output, errors);
    }

    /** Checks a template. After an unknown field, checks the rest too. */
    private @Nullable OutputTemplate checked(RuleDefinition rule, TracedText output, List<Diagnostic> errors) {
        FieldCatalogue catalogue = sources.fields(rule.source);
        int from = 0;
        while (from >= 0) {
            String rest = output.toString().substring(from);
            try {
                OutputTemplate template = known.computeIfAbsent(
                        new Written(catalogue, rest), written -> OutputTemplate.compile(rest, catalogue));
                warnOfDeprecated(rule, output, template);
                return from == 0 ? template : null;
            } catch (FieldException e) {
                String message = String.valueOf(e.getMessage());
                int fault = from + indexOfFault(rest, message);
                errors.add(at(rule, output, fault)
                        .diagnostic(
                                DiagnosticCode.LOAD_ERR_COMPILE_OUTPUT,
                                message,
                                hint(rest, indexOfFault(rest, message), e, catalogue))
                        .withUnknownName(FieldHint.isUnknownName(e)));
                from = e.reason() == FieldException.Reason.TEMPLATE || errors.size() >= MAX_ERRORS
                        ? -1
                        : nextField(output.toString(), fault);
            }
        }
        return null;
    }

    /** The next field after a wrong one. Further signs belong to the wrong one. */
    private static int nextField(String output, int fault) {
        int from = fault + 1;
        while (from < output.length() && output.charAt(from) == '%') {
            from++;
        }
        return output.indexOf('%', from);
    }

    private static @Nullable String hint(String template, int fault, FieldException e, FieldCatalogue catalogue) {
        String argument = FieldHint.forArgument(e);
        if (argument != null) {
            return argument;
        }
        boolean named = fault + 1 < template.length() && Character.isLetterOrDigit(template.charAt(fault + 1));
        if (e.reason() == FieldException.Reason.NONEXISTENT && !named) {
            return "a % starts a field; remove it if no field follows";
        }
        Matcher field = FIELD.matcher(template);
        String name = field.find(fault) ? field.group(1) : "";
        String elsewhere = FieldHint.otherSource(name, e, catalogue);
        String meant = e.suggestion();
        return elsewhere != null ? elsewhere : meant == null ? null : "did you mean %" + meant + "?";
    }

    private void warnOfDeprecated(RuleDefinition rule, TracedText output, OutputTemplate template) {
        for (Field field : template.fields()) {
            if (field.definition().isDeprecatedIn(version)) {
                int index = Math.max(0, output.toString().indexOf(field.name()));
                String message =
                        "usage of deprecated field '" + field.name() + "' has been detected in the rule output";
                diagnostics.warn(DiagnosticCode.LOAD_DEPRECATED_ITEM, message, at(rule, output, index));
            }
        }
    }

    private static Context at(RuleDefinition rule, TracedText output, int index) {
        return rule.outputContext.in(Location.Kind.RULE_OUTPUT_EXPRESSION, output.placeOf(index));
    }

    /** Falco's messages quote the template from the error on, kguard's name the field. */
    private static int indexOfFault(String template, String message) {
        for (int at = template.indexOf('%'); at >= 0; at = template.indexOf('%', at + 1)) {
            if (at + 1 < template.length() && message.contains(template.substring(at + 1))) {
                return at;
            }
        }
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            String name = field.group(1);
            if (message.contains(" " + name + ",") || message.contains(": " + name + " ")) {
                return field.start();
            }
        }
        return Math.max(0, template.lastIndexOf('%'));
    }
}
