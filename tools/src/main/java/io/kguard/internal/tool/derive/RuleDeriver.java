// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.Alert;
import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Derives the acts that test a rule: one that fires it, and then, for each small change of its condition, one on which the
 * change makes a difference. An act that notices several changes stands for all of them.
 *
 * <p>Not thread-safe.
 */
public final class RuleDeriver {
    /** So many rules that take an act's events first are kept away from it. */
    private static final int MOST_EARLIER_RULES = 8;

    /** So many acts are tried as patterns of others. */
    private static final int MOST_PATTERNS = 8;

    /** If so many items of a list have no act, the others are not tried. */
    private static final int MOST_FAILED_ITEMS = 3;

    /** The order in which changes are looked at: acts for parts left out notice most of the others. */
    private static final List<Mutant.Kind> ORDER = List.of(
            Mutant.Kind.REMOVED,
            Mutant.Kind.WIDENED,
            Mutant.Kind.JOINED_OTHERWISE,
            Mutant.Kind.NEGATED,
            Mutant.Kind.COMPARED_OTHERWISE,
            Mutant.Kind.VALUE_CHANGED,
            Mutant.Kind.ITEM_REMOVED);

    private final Rule rule;
    private final Solving solver;
    private final ActPlay play;
    private final List<Mutant> mutants;
    private final Variants conditions;
    private final List<Found> found = new ArrayList<>();
    private final List<RuleDerivation.Unshown> impossible = new ArrayList<>();
    private final List<RuleDerivation.Unshown> unsolved = new ArrayList<>();
    private final BitSet open = new BitSet();
    /** What tells each change from the rule, by its number. */
    private final List<Distinction> distinctions;

    private final Surroundings surroundings;
    /** Acts for items of lists, by the check with the list. */
    private final IdentityHashMap<Condition, List<ItemAct>> itemActs = new IdentityHashMap<>();
    /** How many items of a list have no act. */
    private final IdentityHashMap<Condition, Integer> failedItems = new IdentityHashMap<>();

    /** Finds an act for a condition. */
    interface Solving {
        ActSolver.Answer solve(Condition goal, @Nullable Act near);
    }

    /** An act with the changes that it notices. */
    private record Found(Act act, boolean fires, BitSet notices, ActPlay.Played played) {}

    /** An act that notices that an item is left out. */
    private record ItemAct(String item, Found found) {}

    private RuleDeriver(RuleSet rules, Rule rule, Solving solver) {
        FieldCatalogue fields = rules.fields(rule);
        this.rule = rule;
        this.solver = solver;
        this.play = ActPlay.among(rules, rule);
        this.mutants = Mutator.mutants(rule, fields);
        this.conditions = new Variants(mutants.stream().map(Mutant::condition).toList());
        this.distinctions = mutants.stream()
                .map(mutant ->
                        Distinction.of(rule.condition(), mutant.condition().source()))
                .toList();
        this.surroundings = new Surroundings(distinctions, new TypeChecker(fields), ActPlay.alone(rules, rule));
    }

    /**
     * Derives the acts for a rule. The same rules give the same acts.
     *
     * @param rules the rules that are evaluated, as a run does it
     * @param rule one of them
     */
    public static RuleDerivation derive(RuleSet rules, Rule rule) {
        ActSolver solver = new ActSolver(rules.fields(rule), rules.options().version());
        return derive(rules, rule, solver::solve);
    }

    static RuleDerivation derive(RuleSet rules, Rule rule, Solving solver) {
        return new RuleDeriver(rules, rule, solver).derive();
    }

    private RuleDerivation derive() {
        Attempt first = attempt(rule.condition(), null, true);
        if (first.found == null) {
            return new RuleDerivation(
                    rule,
                    List.of(),
                    first.impossible ? RuleDerivation.Outcome.IMPOSSIBLE : RuleDerivation.Outcome.UNSOLVED,
                    first.why,
                    0,
                    List.of(),
                    List.of());
        }
        open.set(0, mutants.size());
        add(first.found);
        IntStream.range(0, mutants.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        (Integer i) -> ORDER.indexOf(mutants.get(i).kind())))
                .filter(open::get)
                .toList()
                .forEach(this::show);
        return new RuleDerivation(
                rule, acts(), RuleDerivation.Outcome.SOLVED, "", mutants.size(), impossible, unsolved);
    }

    private void add(Found act) {
        found.add(act);
        BitSet news = (BitSet) act.notices.clone();
        news.and(open);
        open.andNot(act.notices);
        news.stream().forEach(number -> {
            Distinction.Item item = distinctions.get(number).item();
            List<ItemAct> known =
                    item == null ? List.of() : itemActs.computeIfAbsent(item.of(), key -> new ArrayList<>());
            if (item != null && known.size() < MOST_PATTERNS) {
                known.add(new ItemAct(item.text(), act));
            }
        });
    }

    /** Looks for an act that notices a change, unless there is one by now. */
    private void show(int number) {
        if (!open.get(number) || isShownByOtherItem(number)) {
            return;
        }
        Mutant mutant = mutants.get(number);
        Distinction distinction = distinctions.get(number);
        Distinction.Item item = distinction.item();
        if (item != null && failedItems.getOrDefault(item.of(), 0) >= MOST_FAILED_ITEMS) {
            unsolved.add(new RuleDerivation.Unshown(mutant, "as for other items of the list"));
            return;
        }
        boolean proven = true;
        Set<String> proofs = new LinkedHashSet<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (boolean fires : new boolean[] {false, true}) {
            Condition goal = fires ? distinction.match() : distinction.nearMiss();
            if (goal == null) {
                continue;
            }
            Attempt attempt = attempt(goal, nearest(distinction), fires);
            if (attempt.found != null && attempt.found.notices.get(number)) {
                add(attempt.found);
                return;
            }
            proven &= attempt.impossible;
            (attempt.impossible ? proofs : reasons)
                    .add(attempt.found == null ? attempt.why : "the act that was found does not notice it");
        }
        (proven ? impossible : unsolved)
                .add(new RuleDerivation.Unshown(mutant, String.join("; ", proven ? proofs : reasons)));
        if (item != null && !proven) {
            failedItems.merge(item.of(), 1, Integer::sum);
        }
    }

    /** Whether an act for another item of the same list becomes one for this item. */
    private boolean isShownByOtherItem(int number) {
        Distinction.Item item = distinctions.get(number).item();
        if (item == null) {
            return false;
        }
        for (ItemAct other : itemActs.getOrDefault(item.of(), List.of())) {
            if (other.item.isEmpty()) {
                continue;
            }
            Act act = OtherItem.of(other.found.act, other.item, item.text());
            ActPlay.Played played = play.play(act, conditions);
            boolean holds = other.found.fires ? played.fires() : played.staysSilent();
            Found made = new Found(act, other.found.fires, notices(played, other.found.fires), played);
            if (holds && made.notices.get(number)) {
                add(made);
                return true;
            }
        }
        return false;
    }

    private BitSet notices(ActPlay.Played played, boolean fires) {
        BitSet notices = (BitSet) played.conditions().clone();
        if (fires) {
            notices.flip(0, mutants.size());
        }
        return notices;
    }

    /** The act that fires the rule and has most of what a goal needs. */
    private Act nearest(Distinction distinction) {
        BitSet wanted = surroundings.of(distinction);
        Found best = found.get(0);
        int most = -1;
        int candidates = 0;
        for (Found act : found) {
            if (act.fires && candidates++ < MOST_PATTERNS) {
                BitSet met = (BitSet) wanted.clone();
                met.and(surroundings.metBy(act.act));
                if (met.cardinality() > most) {
                    best = act;
                    most = met.cardinality();
                }
            }
        }
        return best.act;
    }

    /** The outcome of the search for an act: the act, or why there is none. */
    private record Attempt(@Nullable Found found, boolean impossible, String why) {
        static Attempt failed(boolean impossible, String why) {
            return new Attempt(null, impossible, why);
        }
    }

    /** Looks for an act on which a condition is true, and plays it. Earlier rules must not take its events. */
    private Attempt attempt(Condition goal, @Nullable Act near, boolean fires) {
        Condition wanted = goal;
        Set<Rule> kept = new LinkedHashSet<>();
        while (true) {
            ActSolver.Answer answer = solver.solve(wanted, near);
            if (!(answer instanceof ActSolver.Answer.Solved solved)) {
                return Attempt.failed(answer instanceof ActSolver.Answer.Impossible, why(answer, kept));
            }
            ActPlay.Played played = play.play(solved.act(), conditions);
            if (fires == played.fires() && (fires || played.staysSilent())) {
                return new Attempt(new Found(solved.act(), fires, notices(played, fires), played), false, "");
            }
            if (played.fires() || played.earlier().isEmpty() || !kept.addAll(played.earlier())) {
                return Attempt.failed(
                        false,
                        played.fires()
                                ? "the act that was found fires the rule by another event"
                                : played.doubt().isEmpty()
                                        ? "the act that was found does not fire the rule"
                                        : played.doubt());
            }
            if (kept.size() > MOST_EARLIER_RULES) {
                return Attempt.failed(false, "more than " + MOST_EARLIER_RULES + " rules take such events first");
            }
            List<Condition> all = new ArrayList<>(List.of(goal));
            kept.forEach(earlier -> all.add(Conditions.not(earlier.condition())));
            wanted = Conditions.all(all);
        }
    }

    /** Why there is no answer where the events must not be those of other rules. */
    private static String why(ActSolver.Answer answer, Set<Rule> others) {
        if (others.isEmpty()) {
            return why(answer);
        }
        String names = others.stream().map(rule -> "\"" + rule.name() + "\"").collect(Collectors.joining(" or "));
        return answer instanceof ActSolver.Answer.Impossible
                ? "the rule " + names + " is evaluated before it and takes each such event"
                : why(answer) + ", where the rule " + names + " must not take the event first";
    }

    static String why(ActSolver.Answer answer) {
        if (answer instanceof ActSolver.Answer.Impossible proof) {
            String first = ConditionPrinter.print(proof.first());
            String second = ConditionPrinter.print(proof.second());
            return (first.equals(second)
                            ? first + " is never true"
                            : first + " and " + second + " are never true of one event")
                    + (proof.why().isEmpty() ? "" : ": " + proof.why());
        }
        ActSolver.Answer.Unsolved open = (ActSolver.Answer.Unsolved) answer;
        return ConditionPrinter.print(open.clause()) + ": " + open.why();
    }

    /** The acts, without those whose changes others notice, too. */
    private List<DerivedAct> acts() {
        int[] noticedBy = new int[mutants.size()];
        found.forEach(act -> act.notices.stream().forEach(number -> noticedBy[number]++));
        List<Found> needed = new ArrayList<>(found);
        for (int i = found.size() - 1; i > 0; i--) {
            Found act = found.get(i);
            if (act.notices.stream().allMatch(number -> noticedBy[number] > 1)) {
                needed.remove(i);
                act.notices.stream().forEach(number -> noticedBy[number]--);
            }
        }
        BitSet known = new BitSet();
        List<DerivedAct> acts = new ArrayList<>();
        for (Found act : needed) {
            BitSet shows = (BitSet) act.notices.clone();
            shows.andNot(known);
            known.or(act.notices);
            Alert alert = act.played.alert();
            acts.add(new DerivedAct(
                    act.act,
                    act.fires,
                    shows.stream().mapToObj(mutants::get).toList(),
                    alert == null ? "" : alert.message()));
        }
        return acts;
    }
}
