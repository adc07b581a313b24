// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventSource;
import io.kguard.event.EventType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Finds the checks of conditions whose result is the same for every event of a version of Falco. Lint keeps quiet about most of
 * them; between two versions they tell what an upgrade turns off.
 */
@API(status = API.Status.INTERNAL)
public final class ConstantChecks {
    private final FieldCatalogue catalogue;
    private final CheckFacts facts;
    private final ConstantConditions constants;
    private final RuleDiagnostics diagnostics;

    private ConstantChecks(EventSource source, LoadResult loaded) {
        this.catalogue = FieldCatalogue.of(loaded.sources(), source, loaded.version());
        this.facts = new CheckFacts(catalogue);
        this.constants = new ConstantConditions(catalogue, facts);
        this.diagnostics = new RuleDiagnostics(loaded);
    }

    /** Each of them, once for each place where it is written. */
    public static List<Diagnostic> in(LoadResult loaded) {
        return each(loaded, ConstantChecks::find);
    }

    /** The rules whose whole condition no event makes true, each with the check that it fails at, if it is one. */
    public static List<Diagnostic> silentRules(LoadResult loaded) {
        return each(loaded, ConstantChecks::findSilent);
    }

    /** Why no value of a field is like a string, in the sense of an operator; null if one may be. */
    public static @Nullable String forbids(String field, Operator operator, String value) {
        return FieldFact.forbids(field, operator, value);
    }

    /** The value that a field has for each event; null if there are several. */
    public static @Nullable String always(String field) {
        return FieldFact.always(field);
    }

    /** Whether a field has no value for a process of the host. */
    public static boolean isMissingOnHost(String field) {
        return HostFields.isMissing(field);
    }

    /** The value of a field for a process of the host, if it has one there; null if that is not known. */
    public static @Nullable String valueOnHost(String field) {
        return HostFields.valueOnHost(field);
    }

    /** Why a comparison with some values is false on each event of some types; null if it may be true. */
    public static @Nullable String never(
            List<EventType> types, Operand.FieldRef field, Operator operator, List<String> values) {
        if (types.stream().allMatch(EventFact.lacking(field))) {
            return "events of this type have no " + field.text();
        }
        return reason(values, value -> EventFact.forbids(types, field, operator, value));
    }

    /** The same, but for calls that fail because they are relative to what is no folder. So it is no proof. */
    public static @Nullable String hardlyEver(
            List<EventType> types, Operand.FieldRef field, Operator operator, List<String> values) {
        return reason(values, value -> EventFact.doubts(types, field, operator, value));
    }

    private static @Nullable String reason(List<String> values, Function<String, @Nullable String> of) {
        String first = null;
        for (String value : values) {
            String why = of.apply(value);
            if (why == null) {
                return null;
            }
            first = first == null ? why : first;
        }
        return first;
    }

    private static List<Diagnostic> each(LoadResult loaded, BiConsumer<ConstantChecks, Rule> search) {
        List<Diagnostic> all = new ArrayList<>();
        for (EventSource source : loaded.sources().all()) {
            ConstantChecks checks = new ConstantChecks(source, loaded);
            loaded.rules().stream()
                    .filter(rule -> rule.source().equals(source.label()))
                    .forEach(rule -> search.accept(checks, rule));
            all.addAll(checks.diagnostics.all());
        }
        return all;
    }

    private void findSilent(Rule rule) {
        if (constants.of(rule.condition()) != Truth.NEVER) {
            return;
        }
        Literal part = constants.never(Literal.allOf(rule.condition(), false)).orElse(null);
        if (part == null) {
            diagnostics.atCondition(rule, DiagnosticCode.LINT_NEVER_TRUE, "The condition is never true", null);
        } else {
            diagnostics.atCheck(
                    rule,
                    part.check(),
                    DiagnosticCode.LINT_NEVER_TRUE,
                    "The condition is never true: '" + facts.text(part) + "' never holds" + reason(part.check()),
                    null);
        }
    }

    private void find(Rule rule) {
        Set<Condition> negated = identitySet();
        collect(rule.condition(), false, identitySet(), negated);
        diagnostics.atEachCheck(
                rule,
                check -> constants.of(check) == Truth.NEVER && !negated.contains(check),
                DiagnosticCode.LINT_NEVER_TRUE,
                check -> "'" + facts.text(check) + "' is never true" + reason(check),
                null);
        diagnostics.atEachCheck(
                rule,
                check -> constants.of(check) == Truth.NEVER && negated.contains(check)
                        || constants.of(check) == Truth.ALWAYS,
                DiagnosticCode.LINT_ALWAYS_TRUE,
                check -> "'" + facts.text(check) + "' is "
                        + (constants.of(check) == Truth.ALWAYS ? "always" : "never") + " true" + reason(check)
                        + (constants.of(check) == Truth.ALWAYS ? "" : ", so the 'not' around it excludes nothing"),
                null);
    }

    private String reason(Condition.Check check) {
        FieldDefinition field = check.left() instanceof Operand.FieldRef ref ? catalogue.definition(ref.name()) : null;
        if (field == null) {
            return "";
        }
        if (field.isZeroIn(catalogue.version())) {
            return ": since Falco 0.43 the field is always 0";
        }
        if (!field.hasValueIn(catalogue.version())) {
            return field.has(FieldFlag.NO_VALUE_SINCE_0_44)
                    ? ": since Falco 0.44 the field has no value"
                    : ": the field has no value";
        }
        return field.has(FieldFlag.DEPRECATED_SINCE_0_42) ? ": since Falco 0.42 there are only exit events" : "";
    }

    private static Set<Condition> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** The checks under an odd number of negations. Parts are shared by macros; each is looked at once for either case. */
    private static void collect(Condition condition, boolean inverted, Set<Condition> plain, Set<Condition> negated) {
        if (!(inverted ? negated : plain).add(condition)) {
            return;
        }
        boolean inside = inverted != condition instanceof Condition.Not;
        condition.children().forEach(child -> collect(child, inside, plain, negated));
    }
}
