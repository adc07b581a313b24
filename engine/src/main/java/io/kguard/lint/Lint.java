// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Falco accepts without a word and what hardly does what its author meant: rules that an earlier one hides,
 * conditions that never or always hold, exceptions without effect, tests of {@code evt.dir} that never hold, values that
 * are nearly the name of a list, a file, a program or a namespace, rules for events that no sensor records, fields that never have a value, values that a field
 * never has, clauses that change nothing, alternatives that alone fire a rule, checks that end Falco or meet a bug of its version.
 */
@API(status = API.Status.INTERNAL)
public final class Lint {
    private final LoadResult loaded;
    private final FalcoVersion version;
    private final EventSource source;
    private final RecordedEvents recorded;
    private final FieldCatalogue catalogue;
    private final CheckFacts facts;
    private final EventTypeSearch eventTypes;
    private final ConstantConditions constants;
    private final RuleDiagnostics diagnostics;

    private Lint(LoadResult loaded, EventSource source, RecordedEvents recorded) {
        this.recorded = recorded;
        this.loaded = loaded;
        this.version = loaded.version();
        this.source = source;
        this.catalogue = FieldCatalogue.of(loaded.sources(), source, version);
        this.facts = new CheckFacts(catalogue);
        this.eventTypes = new EventTypeSearch(version);
        this.constants = new ConstantConditions(catalogue, facts);
        this.diagnostics = new RuleDiagnostics(loaded);
    }

    /**
     * Checks rules.
     *
     * @param loaded the rules as they were loaded; if some have errors, the others are checked all the same
     * @param sensor the event types that the sensor of live rule tests records
     */
    public static LintReport check(LoadResult loaded, Collection<EventType> sensor) {
        List<Diagnostic> all = new ArrayList<>(loaded.diagnostics());
        RecordedEvents recorded = new RecordedEvents(loaded.version(), sensor);
        for (EventSource source : loaded.sources().all()) {
            if (loaded.rules().stream().anyMatch(rule -> rule.source().equals(source.label()))) {
                all.addAll(new Lint(loaded, source, recorded).run());
            }
        }
        loaded.rules().stream()
                .filter(Rule::enabled)
                .flatMap(rule -> loaded.defined().fatal().getOrDefault(rule, List.of()).stream())
                .distinct()
                .forEach(all::add);
        all.addAll(UnseenRules.of(loaded));
        IgnoredFindings.Sorted sorted = IgnoredFindings.sort(loaded, all);
        Map<Boolean, List<Diagnostic>> left = sorted.left().stream()
                .collect(Collectors.partitioningBy(finding -> UnseenRules.isNote(finding.code())));
        return new LintReport(
                loaded.files(),
                loaded.rules().size(),
                left.getOrDefault(false, List.of()),
                left.getOrDefault(true, List.of()),
                sorted.ignored());
    }

    /** The releases of Falco's rules that kguard was tested with, in words. */
    public static String seenReleases() {
        return SeenRules.releases();
    }

    /** The values of a rule that are probably misspelled, and that no comment says are meant. A test made of them shows nothing. */
    public static List<Diagnostic> misspelledValues(LoadResult loaded, Rule rule) {
        RuleDiagnostics diagnostics = new RuleDiagnostics(loaded);
        new MisspelledValues(diagnostics).warn(rule);
        if (diagnostics.all().isEmpty()) {
            return List.of();
        }
        return IgnoredFindings.sort(loaded, diagnostics.all()).left().stream()
                .filter(finding -> finding.code() == DiagnosticCode.LINT_MISSPELLED_VALUE)
                .toList();
    }

    private List<Diagnostic> run() {
        IdentityHashMap<Rule, BitSet> codes = new IdentityHashMap<>();
        ImpossibleValues impossible = new ImpossibleValues(diagnostics);
        FieldsOfEvents events = new FieldsOfEvents(version, facts, eventTypes, diagnostics);
        HostFields host = new HostFields(facts, diagnostics);
        RedundantClauses redundant = new RedundantClauses(facts, diagnostics);
        LooseAlternatives loose = new LooseAlternatives(eventTypes, constants, facts, diagnostics);
        AttackTags tags = new AttackTags(diagnostics);
        BugsOfVersions bugs = new BugsOfVersions(catalogue, facts, diagnostics);
        MisspelledLists misspelled = new MisspelledLists(loaded.lists(), diagnostics);
        MisspelledValues values = new MisspelledValues(diagnostics);
        for (Rule rule : rules()) {
            BitSet of = codes(rule);
            codes.put(rule, of);
            constant(rule, of);
            unrecorded(rule, of);
            new InertExceptions(rule, facts, constants, diagnostics).warn();
            direction(rule);
            withoutValue(rule);
            misspelled.warn(rule);
            values.warn(rule);
            impossible.warn(rule);
            redundant.warn(rule);
            loose.warn(rule);
            tags.warn(rule);
            bugs.warn(rule);
            if (source.equals(EventSource.SYSCALL)) {
                events.warn(rule, of);
                host.warn(rule);
            }
        }
        shadowed(codes);
        return diagnostics.all();
    }

    /** The rules of the source. */
    private List<Rule> rules() {
        return loaded.rules().stream()
                .filter(rule -> rule.source().equals(source.label()))
                .toList();
    }

    private BitSet codes(Rule rule) {
        if (source.equals(EventSource.SYSCALL)) {
            return eventTypes.in(rule.condition());
        }
        BitSet codes = new BitSet();
        codes.set(EventCodes.PLUGINEVENT_E);
        return codes;
    }

    private void constant(Rule rule, BitSet codes) {
        Truth truth = constants.of(rule.condition());
        if (truth == Truth.ALWAYS) {
            diagnostics.atCondition(
                    rule, DiagnosticCode.LINT_ALWAYS_TRUE, "The condition is true for every event", null);
        } else if (truth == Truth.NEVER || codes.isEmpty()) {
            neverTrue(rule);
        }
    }

    private void neverTrue(Rule rule) {
        List<Literal> parts = Literal.allOf(rule.condition(), false);
        Literal part = constants.never(parts).orElse(null);
        if (part != null) {
            // a check that is never true is reported with the others, one that is always true is not
            if (part.negated() || !isDirection(part.check())) {
                boolean empty = part.check().right() instanceof Operand.TextList list
                        && list.values().isEmpty();
                neverTrue(
                        rule,
                        part.check(),
                        ": '" + facts.text(part) + "' never holds",
                        empty
                                ? "the list has no items: add some, or set 'enabled: false'"
                                : isDirection(part.check()) ? "since Falco 0.42 there are only exit events" : null);
            }
            return;
        }
        ConstantConditions.Contradiction reason = constants.contradiction(parts);
        if (reason == null) {
            neverTrue(rule, null, "", "the checks of evt.type, or the parts of each 'and', exclude each other");
        } else {
            String why = "'" + facts.text(reason.first()) + "' and '" + facts.text(reason.second()) + "'";
            neverTrue(rule, reason.second().check(), ": " + why + " exclude each other", null);
        }
    }

    private boolean isDirection(Condition.Check check) {
        return facts.text(check).startsWith("evt.dir ");
    }

    private void neverTrue(Rule rule, Condition.@Nullable Check at, String why, @Nullable String hint) {
        String message = "The condition is never true" + why;
        if (at == null) {
            diagnostics.atCondition(rule, DiagnosticCode.LINT_NEVER_TRUE, message, hint);
        } else {
            diagnostics.atCheck(rule, at, DiagnosticCode.LINT_NEVER_TRUE, message, hint);
        }
    }

    private void unrecorded(Rule rule, BitSet codes) {
        if (codes.isEmpty() || !source.equals(EventSource.SYSCALL)) {
            return;
        }
        if (!recorded.intersects(codes)) {
            unrecorded(
                    rule, "Neither Falco nor kguard records the events of this rule: " + recorded.names(codes), null);
        } else if (!recorded.isSimulated(codes)) {
            unrecorded(
                    rule,
                    "Falco sees the events of this rule, but kguard's sensor does not record them: "
                            + recorded.names(codes),
                    "test it with captures");
        } else if (recorded.onlyOnRequest(codes)) {
            unrecorded(
                    rule,
                    "By default Falco ignores the events of this rule: " + recorded.names(codes),
                    "start Falco with -A, or set base_syscalls.all: true");
        }
    }

    private void unrecorded(Rule rule, String message, @Nullable String hint) {
        diagnostics.atCondition(rule, DiagnosticCode.LINT_UNRECORDED_EVENT, message, hint);
    }

    private void direction(Rule rule) {
        diagnostics.atEachCheck(
                rule,
                check -> constants.of(check) == Truth.NEVER && isDirection(check),
                DiagnosticCode.LINT_EVENT_DIRECTION,
                check -> "'" + facts.text(check) + "' is never true: since Falco 0.42 there are only exit events",
                "they carry all parameters: remove this check");
    }

    private void withoutValue(Rule rule) {
        withoutValue(
                rule,
                FieldFlag.NEVER_TOLD,
                " never has a value: the plugin k8smeta asks its collector for replication controllers by a wrong name",
                "look at labels of the pod, k8smeta.pod.label[KEY]");
        withoutValue(
                rule,
                FieldFlag.ALWAYS_EMPTY,
                " is always empty: Falco's plugin reads strings alone, and the service writes a list or an object",
                "read that part of the event with json.value[/...]");
        withoutValue(
                rule,
                FieldFlag.LOOKED_FOR_BY_ANOTHER_NAME,
                " never has a value: Falco's plugin looks for it by another name",
                "read that part of the event with json.value[/...]");
    }

    private void withoutValue(Rule rule, FieldFlag flag, String why, String hint) {
        diagnostics.atEachCheck(
                rule,
                check -> flagged(check, flag) != null,
                DiagnosticCode.LINT_FIELD_WITHOUT_VALUE,
                check -> flagged(check, flag) + why,
                hint);
    }

    /** The field on the left of a check that has a flag; null if none has. */
    private @Nullable String flagged(Condition.Check check, FieldFlag flag) {
        return check.left().fields().stream()
                .map(Operand.FieldRef::name)
                .filter(name -> {
                    FieldDefinition definition = catalogue.definition(name);
                    return definition != null && definition.has(flag);
                })
                .findFirst()
                .orElse(null);
    }

    private void shadowed(IdentityHashMap<Rule, BitSet> codes) {
        Implication implication = new Implication(facts, constants);
        List<Rule> enabled = rules().stream()
                .filter(rule -> rule.enabled() && constants.of(rule.condition()) != Truth.NEVER)
                .toList();
        List<long[]> words = enabled.stream()
                .map(rule -> codes.getOrDefault(rule, new BitSet()).toLongArray())
                .toList();
        for (int later = 1; later < enabled.size(); later++) {
            Rule rule = enabled.get(later);
            if (words.get(later).length == 0) {
                continue;
            }
            if (implication.isExhausted()) {
                diagnostics.atRule(
                        rule,
                        DiagnosticCode.LINT_SHADOWED_RULE,
                        "This rule and later ones are not compared with earlier rules: there are too many",
                        "lint fewer files at a time");
                return;
            }
            List<Literal> given = Literal.allOf(rule.condition(), false);
            for (int i = 0; i < later; i++) {
                Rule earlier = enabled.get(i);
                if (contains(words.get(i), words.get(later)) && implication.holds(earlier.condition(), given)) {
                    diagnostics.atRule(
                            rule,
                            DiagnosticCode.LINT_SHADOWED_RULE,
                            "Rule '" + rule.name() + "' never fires: each event it matches is taken by '"
                                    + earlier.name() + "' at " + earlier.position(),
                            "put the narrower rule first, or set rule_matching: all");
                    break;
                }
            }
        }
    }

    /** Whether one set of codes contains all of another. */
    private static boolean contains(long[] set, long[] other) {
        for (int i = 0; i < other.length; i++) {
            if ((other[i] & ~(i < set.length ? set[i] : 0)) != 0) {
                return false;
            }
        }
        return true;
    }
}
