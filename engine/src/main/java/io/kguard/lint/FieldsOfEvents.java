// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldEvents;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds fields that have no value on any event of their rule, in its condition and in its output, and event types that miss their sibling. */
final class FieldsOfEvents {
    /** Falco has no row for these calls before their own types. */
    private static final int FIRST_OF_CALLS = 2;

    private static final int LISTED = 4;

    /** How many alternatives are looked at in all rules together. After that no more are. */
    private static final int MAX_STEPS = 250_000;

    private final CheckFacts facts;
    private final EventTypeSearch search;
    private final EventTable table;
    private final RuleDiagnostics diagnostics;
    private final IdentityHashMap<Condition, Boolean> worthwhile = new IdentityHashMap<>();
    private int steps;

    FieldsOfEvents(FalcoVersion version, CheckFacts facts, EventTypeSearch search, RuleDiagnostics diagnostics) {
        this.facts = facts;
        this.search = search;
        this.table = EventTable.of(version);
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule, BitSet codes) {
        if (codes.isEmpty() || codes.cardinality() == EventTable.SIZE) {
            return;
        }
        search(rule, rule.condition(), codes);
        output(
                rule,
                field -> isWithout(field, codes),
                LISTED,
                "events of " + names(codes) + " have no such value",
                "leave it out, or print a field that these events have",
                diagnostics);
        sibling(rule, codes, "open", "openat", "each file that the usual C library opens: it calls openat");
        // a success of execveat is an event of execve, so that one alone sees all programs that start
        sibling(
                rule,
                codes,
                "execveat",
                "execve",
                "each program that starts: a success of execveat is an event of execve");
    }

    /** The parts that must be true, and those of each alternative, on the events that it can hold for. */
    private void search(Rule rule, Condition condition, BitSet codes) {
        for (Literal part : Literal.allOf(condition, false)) {
            if (part.isCheck() && !part.negated()) {
                check(rule, part.check(), codes);
            } else if (!part.negated() && part.condition() instanceof Condition.Or or && hasFieldOfSomeEvents(or)) {
                for (Condition child : or.children()) {
                    if (++steps > MAX_STEPS) {
                        return;
                    }
                    BitSet own = search.in(child);
                    own.and(codes);
                    if (!own.isEmpty()) {
                        search(rule, child, own);
                    }
                }
            }
        }
    }

    /** Whether there is anything to find in a part, which many rules may share. */
    private boolean hasFieldOfSomeEvents(Condition condition) {
        if (condition instanceof Condition.Check check) {
            return check.left() instanceof Operand.FieldRef field
                    && FieldEvents.having(field.name(), field.argument()) != null;
        }
        Boolean known = worthwhile.get(condition);
        if (known != null) {
            return known;
        }
        boolean found = condition.children().stream().anyMatch(this::hasFieldOfSomeEvents);
        worthwhile.put(condition, found);
        return found;
    }

    private void check(Rule rule, Condition.Check check, BitSet codes) {
        if (!(check.left() instanceof Operand.FieldRef field)) {
            return;
        }
        if (isWithout(field.name(), field.argument(), codes)) {
            diagnostics.atCheck(
                    rule,
                    check,
                    DiagnosticCode.LINT_FIELD_OF_OTHER_EVENT,
                    "'" + facts.text(check) + "' is never true: " + field.text() + " has no value on events of "
                            + names(codes),
                    hint(field.name()));
        } else if (check.modifier() == null && EventFact.isKnownOf(field.name())) {
            values(rule, check, field, codes);
        }
    }

    private void values(Rule rule, Condition.Check check, Operand.FieldRef field, BitSet codes) {
        List<EventType> types = types(codes).toList();
        for (Operand.Text value : check.right().values()) {
            String why = EventFact.forbids(types, field, check.operator(), value.value());
            why = why == null ? EventFact.doubts(types, field, check.operator(), value.value()) : why;
            if (why != null) {
                diagnostics.atCheck(
                        rule,
                        check,
                        DiagnosticCode.LINT_IMPOSSIBLE_VALUE,
                        field.text() + " is never like '" + value.value() + "' on events of " + names(codes) + ": "
                                + why,
                        null);
                return;
            }
        }
    }

    private static @Nullable String hint(String field) {
        return field.startsWith("fd.")
                ? "fd fields are those of a file or socket that the call is about; a new process has proc.exepath"
                : null;
    }

    /**
     * Warns of fields of a rule's output that have no value.
     *
     * @param why what the message says behind their names
     */
    static void output(
            Rule rule, Predicate<Field> isWithout, int most, String why, String hint, RuleDiagnostics diagnostics) {
        String without = CheckedRule.of(rule).outputTemplate().fields().stream()
                .filter(isWithout)
                .map(field -> "%" + field.name())
                .distinct()
                .limit(most)
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            diagnostics.atRule(
                    rule,
                    DiagnosticCode.LINT_OUTPUT_WITHOUT_VALUE,
                    "The output of rule '" + rule.name() + "' has <NA> for " + without + ": " + why,
                    hint);
        }
    }

    private boolean isWithout(Field field, BitSet codes) {
        return isWithout(field.definition().name(), field.argument(), codes);
    }

    private boolean isWithout(String field, @Nullable String argument, BitSet codes) {
        return types(codes).allMatch(EventFact.lacking(field, argument));
    }

    private Stream<EventType> types(BitSet codes) {
        return codes.stream().mapToObj(table::type).filter(type -> type != null);
    }

    private String names(BitSet codes) {
        List<String> names =
                types(codes).map(EventType::name).distinct().sorted().toList();
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }

    /** A type that the rule asks for by name, without the one that does the same. */
    private void sibling(Rule rule, BitSet codes, String name, String other, String missed) {
        Set<String> wanted = types(codes)
                .filter(type -> type.code() >= FIRST_OF_CALLS)
                .map(EventType::name)
                .collect(Collectors.toSet());
        if (wanted.contains(name) && !wanted.contains(other)) {
            diagnostics.atCondition(
                    rule,
                    DiagnosticCode.LINT_MISSING_EVENT_TYPE,
                    "The condition asks for " + name + " without " + other + ", so the rule misses " + missed,
                    name.equals("open")
                            ? "write evt.type in (open, openat, openat2)"
                            : "write evt.type in (" + other + ", " + name + ")");
        }
    }
}
