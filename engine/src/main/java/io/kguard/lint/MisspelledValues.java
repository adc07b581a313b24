// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds names of files, programs and namespaces in conditions that nothing has, and that are one change away from a name that is known. */
final class MisspelledValues {
    /** Fields that have paths, or parts of them, beside those whose values are whole paths. */
    private static final Set<String> MORE_PATHS = Set.of(
            "fd.filename", "evt.arg.path", "evt.arg.oldpath", "evt.arg.newpath", "evt.arg.target", "evt.arg.linkpath");

    private static final Set<String> COMMAND_LINES =
            Set.of("proc.cmdline", "proc.pcmdline", "proc.acmdline", "proc.args");
    private static final Set<String> NAMESPACES = Set.of("k8s.ns.name", "ka.target.namespace");

    private final RuleDiagnostics diagnostics;
    private final Map<List<Object>, Optional<String>> known = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    MisspelledValues(RuleDiagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** A value of a list is told where the list is used first. */
    void warn(Rule rule) {
        diagnostics.atEachCheck(
                rule,
                check -> !faults(check).isEmpty(),
                DiagnosticCode.LINT_MISSPELLED_VALUE,
                check -> {
                    Set<String> faults = faults(check);
                    told.addAll(faults);
                    return String.join("; ", faults);
                },
                "correct it, or say in a comment 'kguard:ignore " + DiagnosticCode.LINT_MISSPELLED_VALUE
                        + ": why' that it is meant");
    }

    private Set<String> faults(Condition.Check check) {
        if (!(check.left() instanceof Operand.FieldRef field)) {
            return Set.of();
        }
        // who writes bash and Bash means both
        Set<String> beside =
                check.right().values().stream().map(Operand.Text::value).collect(Collectors.toSet());
        Set<String> faults = new LinkedHashSet<>();
        for (Operand.Text text : check.right().values()) {
            known.computeIfAbsent(
                            List.of(field.name(), check.operator(), text.value()),
                            key -> Optional.ofNullable(fault(field.name(), check.operator(), text.value())))
                    .filter(fault -> !told.contains(fault)
                            && beside.stream().noneMatch(other -> fault.endsWith("capitals: " + other)))
                    .ifPresent(faults::add);
        }
        return faults;
    }

    private static @Nullable String fault(String field, Operator operator, String value) {
        boolean equal = ImpossibleValues.EQUALITY.contains(operator);
        if (NAMESPACES.contains(field)) {
            return equal ? KnownNames.NAMESPACES.fault(value) : null;
        } else if (ImpossibleValues.NAMES.contains(field)) {
            return equal ? KnownNames.PROGRAMS.fault(value) : null;
        }
        boolean path = ImpossibleValues.PATHS.contains(field) || MORE_PATHS.contains(field);
        if (path && (equal || operator == Operator.ENDSWITH)) {
            return ofPath(value, field, equal);
        } else if (path && (operator == Operator.STARTSWITH || operator == Operator.PMATCH)) {
            return value.startsWith("/") ? unlessPart(value, KnownNames.BEGINNINGS.fault(value)) : null;
        }
        boolean part =
                operator == Operator.CONTAINS && (path || COMMAND_LINES.contains(field) && value.startsWith("/"));
        return part ? unlessPart(value, KnownNames.ENDS.fault(value)) : null;
    }

    /** A fault of a value, unless it is a part of a name that is known. */
    private static @Nullable String unlessPart(String value, @Nullable String fault) {
        return fault == null || KnownNames.ENDS.anyHas(value) || KnownNames.BEGINNINGS.anyHas(value) ? null : fault;
    }

    private static @Nullable String ofPath(String value, String field, boolean equal) {
        int slash = value.lastIndexOf('/');
        String folder = value.substring(0, slash + 1);
        if (folder.endsWith("bin/") || field.endsWith("exepath") && folder.equals("/")) {
            String fault = KnownNames.PROGRAMS.fault(value.substring(slash + 1));
            if (fault != null) {
                return fault;
            }
        }
        return equal && slash >= 0 ? KnownNames.FILES.fault(value) : unlessPart(value, KnownNames.ENDS.fault(value));
    }
}
