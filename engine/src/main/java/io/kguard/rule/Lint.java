package io.kguard.rule;

import io.kguard.condition.Condition;
import io.kguard.condition.EventTypeSearch;
import io.kguard.condition.Operand;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.field.FieldCatalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Falco accepts without a word and what hardly does what its author meant: rules that an earlier one hides,
 * conditions that never or always hold, exceptions without effect, tests of {@code evt.dir} that never hold, rules for
 * events that no sensor records.
 */
public final class Lint {
    private final LoadResult loaded;
    private final FalcoVersion version;
    private final EventSource source;
    private final RecordedEvents recorded;
    private final CheckFacts facts;
    private final EventTypeSearch eventTypes;
    private final Constancy constancy;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, ConditionText> macros = new HashMap<>();
    /** The macros in which tests of {@code evt.dir} were searched. */
    private final ConditionWalk.Entered searched = new ConditionWalk.Entered();

    private Lint(LoadResult loaded, EventSource source, RecordedEvents recorded) {
        this.recorded = recorded;
        this.loaded = loaded;
        this.version = loaded.version();
        this.source = source;
        FieldCatalogue catalogue = FieldCatalogue.of(source, version);
        this.facts = new CheckFacts(catalogue);
        this.eventTypes = new EventTypeSearch(version);
        this.constancy = new Constancy(catalogue, facts);
        loaded.macros().forEach(macro -> macros.put(macro.name(), macro.text()));
    }

    /**
     * Checks rules.
     *
     * @param loaded the rules as they were loaded; if there were errors, these are the report and nothing else is checked
     * @param sensor the event types that the sensor of live rule tests records
     */
    public static LintReport check(LoadResult loaded, Collection<EventType> sensor) {
        List<Diagnostic> all = new ArrayList<>(loaded.diagnostics());
        if (loaded.isSuccessful()) {
            RecordedEvents recorded = new RecordedEvents(loaded.version(), sensor);
            for (EventSource source : EventSource.values()) {
                if (loaded.rules().stream().anyMatch(rule -> rule.source().equals(source.label()))) {
                    all.addAll(new Lint(loaded, source, recorded).run());
                }
            }
        }
        return new LintReport(loaded.rules().size(), all);
    }

    private List<Diagnostic> run() {
        IdentityHashMap<Rule, BitSet> codes = new IdentityHashMap<>();
        for (Rule rule : rules()) {
            BitSet of = codes(rule);
            codes.put(rule, of);
            constant(rule, of);
            unrecorded(rule, of);
            new InertExceptions(rule, facts, constancy, diagnostics).warn();
            direction(rule);
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
        if (source == EventSource.SYSCALL) {
            return eventTypes.in(rule.condition());
        }
        BitSet codes = new BitSet();
        codes.set(EventCodes.PLUGINEVENT_E);
        return codes;
    }

    private static Context ruleContext(Rule rule) {
        Context condition = rule.text().context();
        return condition.parent() == null ? condition : condition.parent();
    }

    private void constant(Rule rule, BitSet codes) {
        Truth truth = constancy.of(rule.condition());
        if (truth == Truth.ALWAYS) {
            diagnostics.add(rule.text()
                    .context()
                    .diagnostic(DiagnosticCode.LINT_ALWAYS_TRUE, "The condition holds for every event", null));
        } else if (truth == Truth.NEVER || codes.isEmpty()) {
            neverTrue(rule);
        }
    }

    private void neverTrue(Rule rule) {
        List<Literal> parts = Literal.allOf(rule.condition(), false);
        for (Literal part : parts) {
            Truth truth = constancy.of(part.condition());
            if (part.isCheck() && (part.negated() ? truth.negated() : truth) == Truth.NEVER) {
                // a test that never holds is told of with all of them, one that always does is not
                if (part.negated() || !isDirection(part.check())) {
                    boolean empty = part.check().right() instanceof Operand.TextList list
                            && list.values().isEmpty();
                    neverTrue(
                            rule,
                            part.check(),
                            ": '" + facts.text(part) + "' never holds",
                            empty
                                    ? "the list has no items: add some, or set 'enabled: false'"
                                    : isDirection(part.check()) ? "since Falco 0.42 there are exit events only" : null);
                }
                return;
            }
        }
        Constancy.Contradiction reason = constancy.contradiction(parts);
        if (reason == null) {
            neverTrue(rule, null, "", "the tests of evt.type, or the parts of each 'and', exclude each other");
        } else {
            String why = "'" + facts.text(reason.first()) + "' and '" + facts.text(reason.second()) + "'";
            neverTrue(rule, reason.second().check(), ": " + why + " exclude each other", null);
        }
    }

    private boolean isDirection(Condition.Check check) {
        return facts.text(check).startsWith("evt.dir ");
    }

    private void neverTrue(Rule rule, Condition.@Nullable Check at, String why, @Nullable String hint) {
        Context context = at == null ? rule.text().context() : contextOf(rule, at);
        diagnostics.add(context.diagnostic(DiagnosticCode.LINT_NEVER_TRUE, "The condition can never hold" + why, hint));
    }

    @SuppressWarnings("ReferenceEquality") // the very check, not one that reads the same
    private Context contextOf(Rule rule, Condition.Check wanted) {
        Context[] found = {rule.text().context()};
        walk(rule, new ConditionWalk.Entered(), (check, context, text) -> {
            if (check.equals(wanted)) {
                int index = Math.min(check.span().start(), text.length());
                found[0] = context.in(Location.Kind.CONDITION_EXPRESSION, text.placeOf(index));
            }
            return true;
        });
        return found[0];
    }

    private void walk(Rule rule, ConditionWalk.Entered entered, ConditionWalk.Visitor visitor) {
        ConditionText text = rule.text();
        new ConditionWalk(name -> macros.containsKey(name) ? macros.get(name).traced() : null, entered, visitor)
                .walk(rule.condition(), text.context(), text.traced());
    }

    private void unrecorded(Rule rule, BitSet codes) {
        if (codes.isEmpty() || source != EventSource.SYSCALL) {
            return;
        }
        if (!recorded.intersects(codes)) {
            diagnostics.add(rule.text()
                    .context()
                    .diagnostic(
                            DiagnosticCode.LINT_UNRECORDED_EVENT,
                            "No sensor records the events of this rule: " + recorded.names(codes),
                            null));
        } else if (!recorded.isSimulated(codes)) {
            diagnostics.add(rule.text()
                    .context()
                    .diagnostic(
                            DiagnosticCode.LINT_UNRECORDED_EVENT,
                            "Falco sees the events of this rule, but kguard's sensor records none: "
                                    + recorded.names(codes),
                            "test it with captures"));
        } else if (recorded.onlyOnRequest(codes)) {
            diagnostics.add(rule.text()
                    .context()
                    .diagnostic(
                            DiagnosticCode.LINT_UNRECORDED_EVENT,
                            "Falco leaves out the events of this rule unless told otherwise: " + recorded.names(codes),
                            "start Falco with -A, or set base_syscalls.all: true"));
        }
    }

    private void direction(Rule rule) {
        ConditionWalk.Visitor visitor = (check, context, text) -> {
            boolean never = constancy.of(check) == Truth.NEVER && isDirection(check);
            if (never) {
                int index = Math.min(check.span().start(), text.length());
                diagnostics.add(context.in(Location.Kind.CONDITION_EXPRESSION, text.placeOf(index))
                        .diagnostic(
                                DiagnosticCode.LINT_EVENT_DIRECTION,
                                "'" + facts.text(check) + "' never holds: since Falco 0.42 there are exit events only",
                                "their parameters are all there are: leave the test out"));
            }
            return !never;
        };
        walk(rule, searched, visitor);
    }

    private void shadowed(IdentityHashMap<Rule, BitSet> codes) {
        Implication implication = new Implication(facts, constancy);
        List<Rule> enabled = rules().stream()
                .filter(rule -> rule.enabled() && constancy.of(rule.condition()) != Truth.NEVER)
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
                diagnostics.add(ruleContext(rule)
                        .diagnostic(
                                DiagnosticCode.LINT_SHADOWED_RULE,
                                "From here on rules are not compared with the earlier ones: there are too many",
                                "check the files one at a time"));
                return;
            }
            List<Literal> given = Literal.allOf(rule.condition(), false);
            for (int i = 0; i < later; i++) {
                Rule earlier = enabled.get(i);
                if (contains(words.get(i), words.get(later)) && implication.holds(earlier.condition(), given)) {
                    diagnostics.add(ruleContext(rule)
                            .diagnostic(
                                    DiagnosticCode.LINT_SHADOWED_RULE,
                                    "Rule '" + rule.name() + "' never fires: each event it matches is taken by '"
                                            + earlier.name() + "' at " + earlier.position(),
                                    "put the narrower rule first, or set rule_matching: all"));
                    break;
                }
            }
        }
    }

    /** Whether a set of codes holds all of another. */
    private static boolean contains(long[] set, long[] other) {
        for (int i = 0; i < other.length; i++) {
            if ((other[i] & ~(i < set.length ? set[i] : 0)) != 0) {
                return false;
            }
        }
        return true;
    }
}
