// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.field.definition.FieldDefinition;
import io.kguard.internal.field.definition.FieldException;
import io.kguard.internal.field.definition.FieldFlag;
import io.kguard.rule.RuleLoader;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that match every event, with outputs that show every field. */
final class EveryField {
    private static final List<String> ARGUMENTS = List.of("[1]", "[name]", "[/objectRef/name]", ".name", ".openat");

    private EveryField() {}

    /** For events of system calls. */
    static RuleSet ofSystemCalls() {
        return rule("syscall", EventSource.SYSCALL, "evt.num >= 0");
    }

    /** For audit events. */
    static RuleSet ofAuditEvents() {
        return rule("k8s_audit", EventSource.K8S_AUDIT, "jevt.rawtime exists");
    }

    private static RuleSet rule(String source, EventSource fields, String condition) {
        String output = FieldCatalogue.of(fields, FalcoVersion.CURRENT).definitions().stream()
                .filter(field -> field.implemented()
                        && !field.has(FieldFlag.FILTER_ONLY)
                        && field.versions().contains(FalcoVersion.CURRENT))
                .map(field -> "%" + field.name() + argument(field, FieldCatalogue.of(fields, FalcoVersion.CURRENT)))
                .collect(Collectors.joining(" "));
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT)
                        .loadText("every-field.yaml", """
                                - rule: Every field
                                  desc: shows every field
                                  source: %s
                                  condition: %s
                                  output: '%s'
                                  priority: DEBUG
                                """.formatted(source, condition, output.replace("'", "''"))),
                EngineOptions.of(FalcoVersion.CURRENT));
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
