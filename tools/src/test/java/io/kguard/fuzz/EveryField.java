// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that match every event, with outputs that show every field. */
final class EveryField {
    private static final List<String> ARGUMENTS = List.of("[1]", "[name]", "[/objectRef/name]", ".name", ".openat");

    private EveryField() {}

    /** For events of system calls. */
    static RuleSet ofSystemCalls() {
        return rule(EventSource.SYSCALL, "evt.num >= 0");
    }

    /** For audit events. */
    static RuleSet ofAuditEvents() {
        return rule(EventSource.K8S_AUDIT, "jevt.rawtime exists");
    }

    /** For events of clouds, code hosts and coding agents. */
    static RuleSet ofServices() {
        return compiled(EventSources.BUILT_IN.all().stream()
                .filter(source -> !source.equals(EventSource.SYSCALL) && !source.equals(EventSource.K8S_AUDIT))
                .map(source -> text(source, "evt.num >= 0"))
                .collect(Collectors.joining()));
    }

    /** For events of a table, with each of its fields. */
    static RuleSet ofTable(EventSources sources) {
        EventSource last =
                sources.documents().get(sources.documents().size() - 1).source();
        String rule = text(sources, last, "evt.num >= 0");
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).withSources(sources).loadText("every-field.yaml", rule),
                EngineOptions.of(FalcoVersion.CURRENT));
    }

    private static RuleSet rule(EventSource source, String condition) {
        return compiled(text(source, condition));
    }

    private static RuleSet compiled(String rules) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("every-field.yaml", rules),
                EngineOptions.of(FalcoVersion.CURRENT));
    }

    private static String text(EventSource source, String condition) {
        return text(EventSources.BUILT_IN, source, condition);
    }

    private static String text(EventSources sources, EventSource source, String condition) {
        FieldCatalogue catalogue = FieldCatalogue.of(sources, source, FalcoVersion.CURRENT);
        String output = catalogue.definitions().stream()
                .filter(field -> field.implemented()
                        && !field.has(FieldFlag.FILTER_ONLY)
                        && field.versions().contains(FalcoVersion.CURRENT))
                .map(field -> "%" + field.name() + argument(field, catalogue))
                .collect(Collectors.joining(" "));
        return """
                - rule: Every field of %s
                  desc: shows every field
                  source: %s
                  condition: %s
                  output: '%s'
                  priority: DEBUG
                """.formatted(source, source, condition, output.replace("'", "''"));
    }

    /** The argument that the field needs to have a value. */
    private static String argument(FieldDefinition field, FieldCatalogue catalogue) {
        return field.argument().required()
                ? ARGUMENTS.stream()
                        .filter(argument -> resolves(field.name() + argument, catalogue))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(field.name() + " takes none of " + ARGUMENTS))
                : "";
    }

    private static boolean resolves(String field, FieldCatalogue catalogue) {
        try {
            OutputTemplate.compile("%" + field, catalogue);
            return true;
        } catch (FieldException e) {
            return false;
        }
    }
}
