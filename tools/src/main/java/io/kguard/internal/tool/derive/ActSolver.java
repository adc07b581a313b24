// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Plain.FD_GIVEN;
import static io.kguard.internal.tool.derive.Fact.Plain.REPEATS;

import io.kguard.capture.EventScriptException;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds an act on which a condition is true. The same questions in the same order have the same answers. */
public final class ActSolver {
    /** How often an act that does not do is mended. */
    private static final int MOST_TRIALS = 12;

    /** What a search may do in all: about half a second. */
    private static final long MOST_STEPS = 250_000;

    private static final int MOST_KEPT = 4096;

    private final FieldCatalogue fields;
    private final FalcoVersion version;
    private final @Nullable Medium medium;
    /** The facts of acts that were found, for acts close to them. */
    private final Map<Act, Facts> solved = new LinkedHashMap<>();

    private @Nullable Act tried;

    /**
     * A solver.
     *
     * @param fields the fields of the source of a rule
     * @param version Falco's, whose events are written
     */
    public ActSolver(FieldCatalogue fields, FalcoVersion version) {
        this.fields = fields;
        this.version = version;
        this.medium = medium(fields, version);
    }

    private static @Nullable Medium medium(FieldCatalogue fields, FalcoVersion version) {
        if (fields.source().equals(EventSource.SYSCALL)) {
            return new Calls(fields, version);
        }
        if (fields.source().equals(EventSource.K8S_AUDIT)) {
            return new Requests(fields);
        }
        SampleDocument sample = SampleDocument.of(fields);
        return sample == null ? null : new Samples(fields, sample);
    }

    /** What the acts of a source are made of. */
    interface Medium {
        Ordinary ordinary();

        Alternatives alternatives();

        /** The act with decided facts. */
        Act write(Facts facts);
    }

    /** Documents of a service. */
    private record Samples(FieldCatalogue fields, SampleDocument ordinary) implements Medium {
        @Override
        public Alternatives alternatives() {
            return new DocumentAlternatives(fields, ordinary::places);
        }

        @Override
        public Act write(Facts facts) {
            List<Map<String, Object>> events = new ArrayList<>();
            int count = Integer.parseInt(facts.value(REPEATS, "1"));
            for (int i = 0; i < count; i++) {
                Facts one = facts.copy();
                if (count > 1) {
                    one.decide(
                            new Fact.Place("/published"),
                            "2026-11-20T09:15:" + String.format(Locale.ROOT, "%02d", i) + ".123Z");
                }
                events.add(DocumentMaker.write(ordinary.pointers(), one, ordinary::typed));
            }
            return new Act.Documents(fields.source().label(), events);
        }
    }

    /** System calls. */
    private record Calls(OrdinaryCalls ordinary, Alternatives alternatives) implements Medium {
        Calls(FieldCatalogue fields, FalcoVersion version) {
            this(fields, new OrdinaryCalls(version));
        }

        private Calls(FieldCatalogue fields, OrdinaryCalls ordinary) {
            this(ordinary, new SyscallFields(fields, ordinary.types()));
        }

        @Override
        public Act write(Facts facts) {
            return new Act.Script(ScriptMaker.write(ordinary.types(), facts));
        }
    }

    /** Requests to an API server. */
    private record Requests(Ordinary ordinary, Alternatives alternatives) implements Medium {
        Requests(FieldCatalogue fields) {
            this(new OrdinaryRequests(), new DocumentAlternatives(fields, AuditPlaces::of));
        }

        @Override
        public Act write(Facts facts) {
            return new Act.Documents(
                    EventSource.K8S_AUDIT.label(),
                    List.of(DocumentMaker.write(OrdinaryRequests.pointers(), facts, OrdinaryRequests::typed)));
        }
    }

    /**
     * Finds an act.
     *
     * @param goal a condition, with macros resolved
     * @param near an act to stay close to, one that this solver found, or null
     */
    public Answer solve(Condition goal, @Nullable Act near) {
        return solve(goal, near, null);
    }

    /**
     * Finds an act on which another condition is true of no event, not even of those that lead to the act.
     *
     * @param goal a condition, with macros resolved
     * @param near an act to stay close to, one that this solver found, or null
     * @param never what must be true of no event; null for nothing
     */
    public Answer solve(Condition goal, @Nullable Act near, @Nullable Condition never) {
        tried = null;
        Answer.Impossible impossible = new Contradictions(fields).find(goal);
        if (impossible != null) {
            return impossible;
        }
        return medium == null
                ? new Answer.Unsolved(
                        goal,
                        "kguard can't write events of the source "
                                + fields.source().label())
                : new Attempt(goal, never, medium, near == null ? null : solved.get(near)).answer();
    }

    /** Whether it knows what a check asks of an act. Another check is true or false as an act happens to be. */
    boolean knows(Condition.Check check) {
        return medium != null
                && medium.alternatives().of(new Demand(check, false), new Facts(Map.of(), medium.ordinary())) != null;
    }

    /** One search, with what was learned on the way. */
    private final class Attempt {
        private final Condition goal;
        private final Medium by;
        private final Trial trial;
        private final ValueFinder finder;
        private final Facts start;
        private final Set<String> blocked = new HashSet<>();
        private final Effort effort = new Effort(MOST_STEPS);
        private Answer.@Nullable Unsolved first;
        /** Whether processes have descriptors from the beginning, so that no event tells how they got them. */
        private boolean given;

        Attempt(Condition goal, @Nullable Condition never, Medium by, @Nullable Facts near) {
            this.goal = goal;
            this.by = by;
            this.trial = new Trial(fields, version, goal, never);
            this.start = near == null ? new Facts(Map.of(), by.ordinary()) : near;
            this.finder = new ValueFinder(by.ordinary(), near, effort);
        }

        Answer answer() {
            for (int i = 0; i < MOST_TRIALS; i++) {
                BranchSearch search = new BranchSearch(by.alternatives(), finder, blocked, effort);
                Branch branch = search.find(goal, start);
                if (branch == null) {
                    Demand conflict = search.conflict();
                    note(
                            conflict == null ? goal : conflict.condition(),
                            effort.isSpent()
                                    ? "the search was ended: there are too many alternatives"
                                    : "no value was found that agrees with the other clauses");
                    break;
                }
                if (given) {
                    branch.facts().decide(FD_GIVEN, "true");
                }
                Act act = by.write(branch.facts());
                tried = tried == null ? act : tried;
                if (holds(act, branch)) {
                    if (solved.size() < MOST_KEPT) {
                        solved.put(act, branch.facts());
                    }
                    return new Answer.Solved(act);
                }
            }
            Answer.Impossible proof = new Contradictions(fields, Contradictions.Care.PAIRS).find(goal);
            if (proof != null) {
                return proof;
            }
            Answer.Impossible dead = new Contradictions(fields, Contradictions.Care.HARDLY).find(goal);
            return dead != null
                    ? new Answer.Unsolved(dead.second(), "dead, because " + dead.why())
                    : first == null ? new Answer.Unsolved(goal, "no act was found") : first;
        }

        private boolean holds(Act act, Branch branch) {
            Trial.Outcome outcome;
            try {
                outcome = trial.of(act, branch.steps());
            } catch (EventScriptException | SourceLogException e) {
                note(goal, "the act can't be written: " + e.getMessage());
                branch.steps().forEach(step -> blocked.add(step.key()));
                return false;
            }
            if (outcome.holds() && outcome.isSpoiled()) {
                note(goal, "what leads to the act is what must not happen");
                branch.steps().stream().filter(step -> given).forEach(step -> blocked.add(step.key()));
                given = true;
                return false;
            }
            if (!outcome.holds()) {
                Condition clause = outcome.failing().isEmpty()
                        ? goal
                        : outcome.failing().get(0).demand().condition();
                note(
                        clause,
                        outcome.failing().isEmpty()
                                ? "all clauses hold, but Falco does not evaluate the rule on such an event"
                                : "the clause is false on the act that was found");
                List<Branch.Step> wrong = outcome.failing().isEmpty() ? branch.steps() : outcome.failing();
                wrong.forEach(step -> blocked.add(step.key()));
            }
            return outcome.holds();
        }

        private void note(Condition clause, String why) {
            first = first == null ? new Answer.Unsolved(clause, why) : first;
        }
    }

    /** The outcome of the search for an act. */
    public sealed interface Answer {
        /** The engine finds the condition true on an event of this act. */
        record Solved(Act act) implements Answer {}

        /** No event can satisfy both clauses. They are the same clause if it alone is never true. */
        record Impossible(Condition first, Condition second, String why) implements Answer {}

        /** No act was found. Another may exist. */
        record Unsolved(Condition clause, String why) implements Answer {}
    }

    /** How much a search may do. It counts, and looks at no clock, so that a search ends alike on each machine. */
    static final class Effort {
        private long left;

        Effort(long steps) {
            this.left = steps;
        }

        /** Spends a step. Returns false if there is none left. */
        boolean spend() {
            return left-- > 0;
        }

        boolean isSpent() {
            return left <= 0;
        }
    }
}
