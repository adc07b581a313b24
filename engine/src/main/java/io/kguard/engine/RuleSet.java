// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.internal.condition.ConditionSet;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.Program;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldEvents;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Rules compiled for evaluation. Immutable; shared by sessions and threads. */
@API(status = API.Status.EXPERIMENTAL)
public final class RuleSet {
    private final EngineOptions options;
    private final List<CompiledRule> rules;
    private final ConditionSet conditions;
    private final EventKinds kinds;
    private final AtomicReferenceArray<Program> programs;
    private final Measures measures;
    private final Explained explained;

    /**
     * What is explained.
     *
     * @param rules the rules whose closest events are kept; null for all of them
     * @param causes what the events are due to that are explained
     */
    private record Explained(@Nullable Set<String> rules, Set<EventCause> causes) {
        static final Explained ALL = new Explained(null, EnumSet.allOf(EventCause.class));
    }

    private RuleSet(EngineOptions options, List<CompiledRule> rules, EventKinds kinds) {
        this(
                options,
                List.copyOf(rules),
                new ConditionSet(rules.stream().map(CompiledRule::condition).toList()),
                kinds,
                new AtomicReferenceArray<>(kinds.count()),
                Measures.NONE,
                Explained.ALL);
    }

    private RuleSet(
            EngineOptions options,
            List<CompiledRule> rules,
            ConditionSet conditions,
            EventKinds kinds,
            AtomicReferenceArray<Program> programs,
            Measures measures,
            Explained explained) {
        this.options = options;
        this.rules = rules;
        this.conditions = conditions;
        this.kinds = kinds;
        this.programs = programs;
        this.measures = measures;
        this.explained = explained;
    }

    /**
     * Compiles the rules of a load.
     *
     * @throws io.kguard.diagnostic.KguardException if the load has errors, or an active rule would end Falco
     * @throws IllegalArgumentException if a rule loaded but can't be evaluated: no event has its source, or the options
     *     give it an output that can't be formatted. The message names the rule
     */
    public static RuleSet compile(LoadResult loaded, EngineOptions options) {
        if (loaded.version() != options.version()) {
            throw new IllegalArgumentException("the rules were loaded for Falco " + loaded.version()
                    + ", they can't be evaluated as by " + options.version());
        }
        EventTypeSearch eventTypes = new EventTypeSearch(options.version());
        List<CompiledRule> compiled = new ArrayList<>();
        List<Rule> selected = options.selected(loaded.orThrow().rules());
        loaded.requireNoneFatal(selected);
        for (Rule rule : selected) {
            FieldCatalogue catalogue = fields(rule, loaded.sources(), options);
            try {
                compiled.add(CompiledRule.of(rule, options.outputs().apply(rule), eventTypes, catalogue));
            } catch (FieldException e) {
                throw new IllegalArgumentException("rule \"" + rule.name() + "\": " + e.getMessage(), e);
            }
        }
        return new RuleSet(options, compiled, new EventKinds(loaded.sources()));
    }

    private static FieldCatalogue fields(Rule rule, EventSources sources, EngineOptions options) {
        EventSource source = sources.named(rule.source())
                .orElseThrow(() -> new IllegalArgumentException("rule \"" + rule.name()
                        + "\": there are no events of the source \"" + rule.source() + "\"; leave the rule out"));
        return FieldCatalogue.of(sources, source, options.version());
    }

    /** The fields of a rule's source. */
    @API(status = API.Status.INTERNAL)
    public FieldCatalogue fields(Rule rule) {
        return fields(rule, sources(), options);
    }

    /** The sources of events that are known. */
    @API(status = API.Status.INTERNAL)
    public EventSources sources() {
        return kinds.sources();
    }

    /**
     * These rules, where the alerts of one of them also have other fields than those of its output. What the rules are
     * compiled to is shared.
     *
     * @param rule the rule's name; without a rule of that name nothing changes
     * @param fields names of fields
     * @throws IllegalArgumentException if there is no such field; the message names it
     */
    public RuleSet reporting(String rule, Collection<String> fields) {
        List<CompiledRule> others = new ArrayList<>();
        for (CompiledRule compiled : rules) {
            others.add(compiled.rule().name().equals(rule) ? reporting(compiled, fields) : compiled);
        }
        return new RuleSet(options, List.copyOf(others), conditions, kinds, programs, measures, explained);
    }

    private CompiledRule reporting(CompiledRule rule, Collection<String> fields) {
        FieldCatalogue catalogue = fields(rule.rule());
        Set<String> known = new HashSet<>();
        rule.output().fields().forEach(field -> known.add(field.name()));
        List<OutputTemplate> more = new ArrayList<>();
        for (String field : fields) {
            if (!known.contains(field)) {
                more.add(template(field, catalogue));
            }
        }
        return rule.reporting(more);
    }

    private static OutputTemplate template(String field, FieldCatalogue catalogue) {
        try {
            catalogue.resolve(field);
            return OutputTemplate.compile("%" + field, catalogue);
        } catch (FieldException e) {
            String near = e.suggestion();
            throw new IllegalArgumentException(
                    e.reason() == FieldException.Reason.NONEXISTENT
                            ? "Falco " + catalogue.version() + " has no field " + field
                                    + (near == null ? "" : "; did you mean " + near + "?")
                            : "the field " + field + " can't be read: " + e.getMessage(),
                    e);
        }
    }

    /** One of these rules alone: no other one takes its events. */
    @API(status = API.Status.INTERNAL)
    public RuleSet alone(Rule rule) {
        return new RuleSet(
                options,
                rules.stream().filter(compiled -> compiled.rule().equals(rule)).toList(),
                kinds);
    }

    /** These rules with another matching. */
    public RuleSet withMatching(Matching matching) {
        return new RuleSet(options.withMatching(matching), rules, conditions, kinds, programs, measures, explained);
    }

    /** These rules, of which sessions measure more. */
    @API(status = API.Status.INTERNAL)
    public RuleSet measuring(Measures what) {
        return new RuleSet(options, rules, conditions, kinds, programs, what, explained);
    }

    /**
     * These rules, where the closest events are kept for some rules only. To explain an event costs far more than to
     * evaluate it.
     *
     * @param names names of rules
     */
    public RuleSet explaining(Collection<String> names) {
        return explaining(options, Set.copyOf(names), explained.causes());
    }

    /**
     * These rules, where one of them is explained by events of some causes alone.
     *
     * @param rule the rule's name
     */
    @API(status = API.Status.INTERNAL)
    public RuleSet explaining(String rule, Set<EventCause> causes) {
        return explaining(options.withExplanations(true), Set.of(rule), causes);
    }

    private RuleSet explaining(EngineOptions how, Set<String> names, Set<EventCause> causes) {
        return new RuleSet(how, rules, conditions, kinds, programs, measures, new Explained(names, Set.copyOf(causes)));
    }

    /** Whether the closest events are kept for a rule of which somebody asked for them by name. */
    boolean isExplained(String rule) {
        return explained.rules() != null && explained.rules().contains(rule);
    }

    /** Whether an event is explained that is due to this. */
    boolean isExplained(EventCause cause) {
        return explained.causes().contains(cause);
    }

    /** What a new engine keeps of the events that come close to a rule; null if it keeps nothing. */
    @Nullable
    ClosestEvents closestEvents() {
        return options.explained() ? new ClosestEvents(rules, explained.rules()) : null;
    }

    /** The meters of a new engine, in the order of the rules. */
    List<RuleMeter> meters() {
        List<RuleMeter> meters = new ArrayList<>();
        for (int i = 0; i < rules.size() && !measures.variants().isEmpty(); i++) {
            CompiledRule rule = rules.get(i);
            Variants variants = measures.variants().get(rule.rule().name());
            if (variants != null) {
                meters.add(new RuleMeter(i, rule, fields(rule.rule()), variants, measures.timed()));
            }
        }
        return meters;
    }

    /** The rules that are evaluated, in their order. */
    public List<Rule> rules() {
        return rules.stream().map(CompiledRule::rule).toList();
    }

    /** The codes of the events that a rule is evaluated on. */
    public BitSet eventCodes(Rule rule) {
        return rules.stream()
                .filter(compiled -> compiled.rule().equals(rule))
                .map(compiled -> (BitSet) compiled.codes().clone())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the rule \"" + rule.name() + "\" is not evaluated"));
    }

    /** The codes of the events that at least one rule is evaluated on. */
    public BitSet eventCodes() {
        BitSet all = new BitSet();
        rules.forEach(compiled -> all.or(compiled.codes()));
        return all;
    }

    /** The codes of the events of which a rule's condition or its alerts depend on the bytes that processes read or write. */
    @API(status = API.Status.INTERNAL)
    public BitSet dataCodes() {
        BitSet all = new BitSet();
        rules.stream().filter(rule -> rule.reads().data()).forEach(rule -> all.or(rule.codes()));
        all.and(FieldEvents.codesWithData(options.version()));
        return all;
    }

    /** The options it was compiled with. */
    public EngineOptions options() {
        return options;
    }

    EventKinds kinds() {
        return kinds;
    }

    List<CompiledRule> compiledRules() {
        return rules;
    }

    ConditionSet conditions() {
        return conditions;
    }

    /** The rules for events like an example. */
    Program program(int kind, EventContext example) {
        Program program = programs.get(kind);
        if (program == null) {
            program = make(kind, example);
            programs.set(kind, program); // of two threads that make one, both make the same
        }
        return program;
    }

    private Program make(int kind, EventContext example) {
        int code = example.event().code();
        EventSource source = kinds.source(kind);
        BitSet candidates = new BitSet();
        for (int i = 0; i < rules.size() && source != null; i++) {
            CompiledRule rule = rules.get(i);
            candidates.set(
                    i,
                    rule.codes().get(code)
                            && (code != EventCodes.PLUGINEVENT_E
                                    || rule.rule().source().equals(source.label())));
        }
        return conditions.program(candidates, example, EventKinds.isUniform(kind));
    }
}
