// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Transformer;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds checks that Falco loads, and that end it at the first event on which it evaluates them: with an error, or by reading a value
 * that is not there. Seen with libs 0.20 and with those of July 2026.
 */
final class FatalChecks {
    private static final Set<Operator> OF_NAMES = EnumSet.of(Operator.EXISTS, Operator.EQ, Operator.NE, Operator.IN);

    private final FieldCatalogue catalogue;
    private final CheckFacts facts;
    private final FalcoVersion version;
    private final RuleDiagnostics diagnostics;

    FatalChecks(FieldCatalogue catalogue, CheckFacts facts, FalcoVersion version, RuleDiagnostics diagnostics) {
        this.catalogue = catalogue;
        this.facts = facts;
        this.version = version;
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        diagnostics.atEachCheck(
                rule,
                check -> reason(check) != null,
                DiagnosticCode.LINT_ENDS_FALCO,
                check -> "'" + facts.text(check) + "' ends Falco " + version + ": " + reason(check),
                "a node whose Falco ends reports nothing; write the check in another way");
    }

    private @Nullable String reason(Condition.Check check) {
        if (joinsNumbers(check.left()) || joinsNumbers(check.right())) {
            return "join reads numbers as strings, and crashes";
        }
        if (!(check.left() instanceof Operand.FieldRef ref)) {
            return null;
        }
        Field field = catalogue.resolve(ref.text());
        if (field.quantifier() == Quantifier.ANY_NAME && !OF_NAMES.contains(check.operator())) {
            return ref.name() + " has the operators =, !=, in and exists alone, and any other is an error at the first"
                    + " event with an IP socket";
        }
        boolean none =
                check.right() instanceof Operand.TextList list && list.values().isEmpty();
        boolean first = check.modifier() != null && field.hasOwnComparison();
        return none && (first || ref.name().equals("fd.net"))
                ? "it takes the first value of an empty list, and crashes at the first event that has " + ref.text()
                : null;
    }

    private boolean joinsNumbers(Operand operand) {
        if (!(operand instanceof Operand.Call call)) {
            return false;
        }
        if (call.transformer() == Transformer.JOIN) {
            return call.arguments().stream()
                    .filter(Operand.Elements.class::isInstance)
                    .flatMap(list -> ((Operand.Elements) list).elements().stream())
                    .anyMatch(element -> element instanceof Operand.FieldRef ref && isNumber(ref));
        }
        return call.arguments().stream().anyMatch(this::joinsNumbers);
    }

    private boolean isNumber(Operand.FieldRef ref) {
        ParamType.Kind kind = catalogue.resolve(ref.text()).type().kind();
        return kind != ParamType.Kind.TEXT && kind != ParamType.Kind.BYTES;
    }
}
