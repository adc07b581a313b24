// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.Syscall;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionException.Reason;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields, types and values of conditions. An error in a macro is reported once, for the first rule that uses
 * it.
 */
final class ConditionChecker {
    private final FieldCatalogue catalogue;
    private final Definitions definitions;
    private final TypeChecker checker;
    private final CheckWarnings warnings;
    private final ConditionWalk.Entered entered = new ConditionWalk.Entered();
    private final Set<Condition> sound = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Condition> faulty = Collections.newSetFromMap(new IdentityHashMap<>());
    /** The parts that the last condition added. */
    private final List<Condition> found = new ArrayList<>();

    /** A checker for events with the fields of a catalogue. */
    ConditionChecker(FieldCatalogue catalogue, Definitions definitions, Diagnostics diagnostics) {
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.checker = new TypeChecker(catalogue);
        this.warnings = new CheckWarnings(catalogue, diagnostics);
    }

    /** Checks a condition. Returns whether all its checks are valid, and adds errors that were not reported before. */
    boolean check(
            Condition condition,
            Context context,
            TracedText text,
            Map<String, CompiledMacro> macros,
            List<Diagnostic> errors) {
        Function<String, @Nullable TracedText> textOf = name -> {
            CompiledMacro macro = macros.get(name);
            return macro == null ? null : macro.text();
        };
        found.clear();
        ConditionWalk.Visitor visitor = (check, at, in) -> check(check, at, in, errors);
        return new ConditionWalk(textOf, entered, visitor).walk(condition, context, text);
    }

    /** Marks the errors of the last condition as not reported, so that the next rule with them reports them. */
    void forgetLast() {
        found.forEach(faulty::remove);
        entered.faulty().clear();
    }

    /**
     * The condition in the form for evaluation.
     *
     * @param condition a condition whose checks are all valid
     * @throws ConditionException if it is too large
     */
    TypedCondition checked(Condition condition) {
        return checker.check(condition);
    }

    private boolean check(Condition.Check check, Context context, TracedText text, List<Diagnostic> errors) {
        if (errors.size() >= Diagnostics.MAX_EACH) {
            return false;
        }
        if (sound.contains(check) || faulty.contains(check)) {
            return sound.contains(check);
        }
        try {
            checker.requireSound(check);
        } catch (ConditionException e) {
            faulty.add(check);
            found.add(check);
            if (isExcused(check, e)) {
                return false;
            }
            errors.add(context.at(text, e.span())
                    .diagnostic(
                            DiagnosticCode.LOAD_ERR_COMPILE_CONDITION, String.valueOf(e.getMessage()), hint(check, e))
                    .withUnknownName(isUnknownName(e)));
            return false;
        }
        sound.add(check);
        warnings.warn(check, context, text);
        return true;
    }

    /** Whether a value may only be wrong because it is the name of a list that has an error. */
    private boolean isExcused(Condition.Check check, ConditionException e) {
        return !(e.getCause() instanceof FieldException)
                && check.right().values().stream()
                        .anyMatch(value -> definitions.isExcused(Location.Kind.LIST, value.value()));
    }

    private static boolean isUnknownName(ConditionException e) {
        return e.reason() == Reason.UNKNOWN_EVENT_TYPE
                || e.getCause() instanceof FieldException field && FieldHint.isUnknownName(field);
    }

    private @Nullable String hint(Condition.Check check, ConditionException e) {
        return switch (e.reason()) {
            case FIELD -> e.getCause() instanceof FieldException field ? fieldHint(check, e, field) : null;
            case UNKNOWN_EVENT_TYPE -> nearestType(check.right(), e);
            case RAW_VALUE -> "Falco can't compare the raw value of this parameter; evt.arg.NAME is its text";
            case SERVICE -> "a port is a number up to 65535 or the name of a service, such as http";
            case BOOLEAN -> "write 'true' or 'false'";
            case OTHER ->
                check.left() instanceof Operand.FieldRef ref
                        ? AddressHint.of(check, e, catalogue.definition(ref.name()), definitions.lists.keySet())
                        : null;
        };
    }

    private @Nullable String nearestType(Operand values, ConditionException e) {
        return values.values().stream()
                .filter(value -> value.span().equals(e.span()))
                .map(value -> Nearest.of(value.value(), eventTypes()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(near -> "did you mean " + near + "?")
                .orElse(null);
    }

    private @Nullable String fieldHint(Condition.Check check, ConditionException e, FieldException field) {
        String argument = FieldHint.forArgument(field);
        if (argument != null) {
            return argument;
        }
        String name = check.left() instanceof Operand.FieldRef ref && ref.span().equals(e.span()) ? ref.text() : "";
        String elsewhere = FieldHint.otherSource(name, field, catalogue);
        if (elsewhere != null || field.suggestion() == null) {
            return elsewhere;
        }
        return (name.isEmpty() ? "" : "unknown field " + name + "; ") + "did you mean " + field.suggestion() + "?";
    }

    private Set<String> eventTypes() {
        Set<String> names = new HashSet<>();
        EventTable.of(catalogue.version()).types().stream().map(EventType::name).forEach(names::add);
        Syscall.all().stream()
                .filter(call -> catalogue.version().atLeast(call.since()))
                .forEach(call -> names.add(call.name()));
        return names;
    }
}
