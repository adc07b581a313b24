// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldEvents;
import io.kguard.internal.field.Quantifier;
import io.kguard.internal.field.Transformer;
import io.kguard.rule.LoadResult.Macro;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Falco loads, and what ends it when an event comes: checks that throw or read a value that is not there, and values that
 * can't be printed. Seen with libs 0.20 and with those of July 2026.
 */
final class FatalRules {
    private static final Set<Operator> OF_NAMES = EnumSet.of(Operator.EXISTS, Operator.EQ, Operator.NE, Operator.IN);
    private static final Set<String> BOTH_ENDS = Set.of("fd.ip", "fd.port", "fd.proto");
    private static final Set<ParamType> NOT_PRINTED = EnumSet.of(
            ParamType.SOCKTUPLE,
            ParamType.FDLIST,
            ParamType.SYSCALLID,
            ParamType.SIGTYPE,
            ParamType.DYN,
            ParamType.SIGSET,
            ParamType.CHARBUFARRAY,
            ParamType.CHARBUF_PAIR_ARRAY,
            ParamType.MODE);
    private static final String ADVICE =
            "a node whose Falco ends reports nothing, and ends again after each start; write the %s in another way";

    private final FieldCatalogue catalogue;
    private final FalcoVersion version;
    private final EventTypeSearch search;
    private final List<Macro> macros;
    private final Set<Condition> harmless = Collections.newSetFromMap(new IdentityHashMap<>());

    private FatalRules(List<Macro> macros, FieldCatalogue catalogue) {
        this.macros = macros;
        this.catalogue = catalogue;
        this.version = catalogue.version();
        this.search = new EventTypeSearch(version);
    }

    /** What of each rule would end Falco if it were active, as errors, and what may, as warnings. */
    static Map<Rule, List<Diagnostic>> in(List<Rule> all, List<Macro> macros, LoadedSources sources) {
        String label = EventSource.SYSCALL.label();
        List<Rule> rules =
                all.stream().filter(rule -> rule.source().equals(label)).toList();
        if (rules.isEmpty()) {
            return Map.of();
        }
        FatalRules fatal = new FatalRules(macros, sources.fields(label));
        Map<Rule, List<Diagnostic>> found = new HashMap<>();
        for (Rule rule : rules) {
            if (fatal.isSuspect(rule.condition()) || !raw(rule).isEmpty()) {
                List<Diagnostic> of = fatal.check(rule);
                if (!of.isEmpty()) {
                    found.put(rule, of);
                }
            }
        }
        return found;
    }

    /** Looks once at what rules and macros share. */
    private boolean isSuspect(Condition condition) {
        if (harmless.contains(condition)) {
            return false;
        }
        boolean suspect = condition instanceof Condition.Check check
                ? reason(check) != null || joinsNumbers(check)
                : condition.children().stream().anyMatch(this::isSuspect);
        if (!suspect) {
            harmless.add(condition);
        }
        return suspect;
    }

    private List<Diagnostic> check(Rule rule) {
        RuleDiagnostics diagnostics = new RuleDiagnostics(macros);
        diagnostics.atEachCheck(
                rule,
                check -> reason(check) != null && isReached(rule, (Operand.FieldRef) check.left()),
                DiagnosticCode.LINT_ENDS_FALCO,
                check -> quoted(check) + " ends Falco " + version + ": " + reason(check),
                ADVICE.formatted("check"));
        diagnostics.atEachCheck(
                rule,
                this::joinsNumbers,
                DiagnosticCode.LINT_MAY_END_FALCO,
                check -> quoted(check) + " may end Falco " + version
                        + ": join crashes at an event that lacks the number",
                "leave the number out, or let an earlier part of the condition see that it is there");
        output(rule, NOT_PRINTED, DiagnosticCode.LINT_ENDS_FALCO, "ends Falco " + version, diagnostics);
        output(
                rule,
                EnumSet.of(ParamType.ERRNO),
                DiagnosticCode.LINT_MAY_END_FALCO,
                "ends Falco " + version + " where falco.yaml has json_output: true",
                diagnostics);
        return diagnostics.all();
    }

    private static String quoted(Condition.Check check) {
        return "'" + ConditionPrinter.print(check) + "'";
    }

    /** How a check of a field ends Falco, or null if it does not. Few checks make it look at the field. */
    private @Nullable String reason(Condition.Check check) {
        if (!(check.left() instanceof Operand.FieldRef ref)) {
            return null;
        }
        if (ref.name().endsWith("ip.name")
                && !OF_NAMES.contains(check.operator())
                && catalogue.resolve(ref.text()).quantifier() == Quantifier.ANY_NAME) {
            return ref.name() + " has the operators =, !=, in and exists alone, and any other is an error at the first"
                    + " event with an IP socket";
        }
        if (check.operator() == Operator.INTERSECTS && BOTH_ENDS.contains(ref.name())) {
            return ref.name() + " does not have this operator, which is an error at the first event with an IP socket;"
                    + " 'in' decides the same";
        }
        boolean none =
                check.right() instanceof Operand.TextList list && list.values().isEmpty();
        if (!none || check.operator() == Operator.REGEX) {
            return null;
        }
        boolean first =
                check.modifier() != null && catalogue.resolve(ref.text()).hasOwnComparison();
        return first || ref.name().equals("fd.net")
                ? "it takes the first value of an empty list, and crashes at the first event that has " + ref.text()
                : null;
    }

    /** Whether an event of a rule can have a field. */
    private boolean isReached(Rule rule, Operand.FieldRef ref) {
        Predicate<EventType> having = FieldEvents.having(ref.name(), ref.argument());
        return having == null ? !codes(rule).isEmpty() : types(rule).anyMatch(having);
    }

    private BitSet codes(Rule rule) {
        return search.in(rule.condition());
    }

    private Stream<EventType> types(Rule rule) {
        return codes(rule).stream().mapToObj(EventTable.of(version)::type).filter(Objects::nonNull);
    }

    private boolean joinsNumbers(Condition.Check check) {
        return joinsNumbers(check.left()) || joinsNumbers(check.right());
    }

    private boolean joinsNumbers(@Nullable Operand operand) {
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

    private static List<Field> raw(Rule rule) {
        return CheckedRule.of(rule).outputTemplate().fields().stream()
                .filter(Field::isRaw)
                .toList();
    }

    private void output(
            Rule rule, Set<ParamType> unprinted, DiagnosticCode code, String what, RuleDiagnostics diagnostics) {
        String fields = raw(rule).stream()
                .filter(field -> types(rule).anyMatch(type -> isOf(type, field, unprinted)))
                .map(field -> "%" + field.name())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!fields.isEmpty()) {
            diagnostics.atRule(
                    rule,
                    code,
                    "The output " + what + ": " + fields + " can't be printed, which is an error at the first alert",
                    ADVICE.formatted("output"));
        }
    }

    private static boolean isOf(EventType event, Field field, Set<ParamType> types) {
        int index = field.argument() == null ? -1 : event.indexOf(field.argument());
        return index >= 0 && types.contains(event.param(index).type());
    }
}
