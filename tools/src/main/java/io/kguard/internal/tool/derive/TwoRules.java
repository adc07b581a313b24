// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.RuleSet;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.file.FileName;
import io.kguard.internal.message.Visible;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tells two texts of a rule apart, without any recording: acts that only one of them reports, or the proof that there is none.
 * Each act was judged by the engine, by both rules.
 */
public final class TwoRules {
    /** So many clauses are looked at for each direction; most take less than a tenth of a second. */
    private static final int MOST_CASES = 24;

    private static final int LONGEST = 160;

    private final RuleSet before;
    private final RuleSet after;
    private final Rule old;
    private final Rule now;
    private final ActSolver solver;
    private final List<Told> told = new ArrayList<>();

    /** What is said of a change. */
    public enum What {
        /** The old rule fires on an act, and the new one stays silent. */
        NO_LONGER_REPORTED,
        /** The reverse. */
        NEWLY_REPORTED,
        /** The proof that no event tells the rules apart. */
        PROVABLY_THE_SAME,
        /** Neither. */
        NOT_DECIDED;

        /** In words, as in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * What a changed clause does.
     *
     * @param rule the name of the rule
     * @param where what must be true for the difference; empty for the whole rule
     * @param act the act in words, or why nothing is decided
     * @param test a scenario file with the act, which passes with the new rules; empty if there is none
     */
    public record Told(String rule, What what, String where, String act, String test) {
        /** That nothing is decided of a rule as a whole. */
        public static Told open(String rule, String why) {
            return new Told(rule, What.NOT_DECIDED, "", why, "");
        }

        /** It as a sentence. */
        public String sentence() {
            return "\"" + rule + "\": " + what + (where.isEmpty() ? "" : " where " + where)
                    + (act.isEmpty() ? "" : (what == What.NOT_DECIDED ? ", because " : ": ") + act);
        }
    }

    private TwoRules(RuleSet before, Rule old, RuleSet after, Rule now) {
        this.before = before;
        this.after = after;
        this.old = old;
        this.now = now;
        this.solver = new ActSolver(after.fields(now), version());
    }

    private FalcoVersion version() {
        return after.options().version();
    }

    /**
     * What tells a rule from what it was. The same rules have the same answers.
     *
     * @param before the rules before the change, and its text among them
     * @param after the rules after it, of the same version of Falco, and its text among them
     */
    public static List<Told> compare(RuleSet before, Rule old, RuleSet after, Rule now) {
        return new TwoRules(before, old, after, now).compare();
    }

    /** What tells the rules apart that two sets of a version of Falco have with other conditions, by the rules' names. */
    public static List<Told> ofEach(RuleSet before, RuleSet after) {
        return RuleChange.between(before, after).values().stream()
                .filter(RuleChange::isOfCondition)
                .map(RuleChange::rule)
                .flatMap(name -> compare(before, rule(before, name), after, rule(after, name)).stream())
                .toList();
    }

    private static Rule rule(RuleSet rules, String name) {
        return rules.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Why no event tells a small change from the rule; empty if there is no proof.
     *
     * @param fields the fields of the rule's source
     */
    public static Optional<String> indistinct(Rule rule, Mutant mutant, FieldCatalogue fields) {
        return IndistinctChange.proof(rule, mutant, fields);
    }

    private List<Told> compare() {
        if (!old.source().equals(now.source())) {
            open("", "it is about events of another source");
            return told;
        }
        direction(What.NO_LONGER_REPORTED, RuleContrast.of(old.condition(), now.condition()));
        direction(What.NEWLY_REPORTED, RuleContrast.of(now.condition(), old.condition()));
        if (told.isEmpty()) {
            BitSet types = EventTypeSearch.of(old.condition(), version());
            BitSet typesNow = EventTypeSearch.of(now.condition(), version());
            boolean sameTypes =
                    isFalseOn(types, typesNow, old.condition()) && isFalseOn(typesNow, types, now.condition());
            if (sameTypes) {
                told.add(new Told(now.name(), What.PROVABLY_THE_SAME, "", neverTrue(), ""));
            } else {
                open("", "Falco evaluates it on other types of events");
            }
        }
        return told;
    }

    /** That neither condition is ever true, which is why they are the same; empty if that is not known. */
    private String neverTrue() {
        Contradictions contradictions = new Contradictions(after.fields(now));
        ActSolver.Answer.Impossible never = contradictions.find(now.condition());
        return never == null || contradictions.find(old.condition()) == null
                ? ""
                : "neither ever fires, because " + RuleDeriver.why(never);
    }

    /** Whether a condition is false on all types of events that only the first set has. */
    private boolean isFalseOn(BitSet types, BitSet others, Condition condition) {
        BitSet more = (BitSet) types.clone();
        more.andNot(others);
        List<EventType> all = EventTable.of(version()).types().stream()
                .filter(type -> more.get(type.code()))
                .toList();
        // the types of calls without one of their own have the names of those calls
        return all.isEmpty()
                || all.stream().noneMatch(type -> type.code() < 2)
                        && new Contradictions(after.fields(now))
                                        .find(Conditions.all(List.of(Conditions.ofTypes(all), condition)))
                                != null;
    }

    private void direction(What what, List<RuleContrast.Case> cases) {
        cases.stream().limit(MOST_CASES).forEach(each -> decide(what, each));
        if (cases.size() > MOST_CASES) {
            open("", (cases.size() - MOST_CASES) + " more clauses were not looked at (" + what + ")");
        }
    }

    /** Says what a case does; nothing if there is the proof that it never happens. */
    private void decide(What what, RuleContrast.Case each) {
        Condition silent = what == What.NEWLY_REPORTED ? old.condition() : now.condition();
        Condition narrowed = each.narrowed();
        if (narrowed != null) {
            ActSolver.Answer first = solver.solve(narrowed, null, silent);
            if (first instanceof ActSolver.Answer.Solved solved && isProven(what, solved.act())) {
                add(what, where(each.narrow()), solved.act());
                return;
            }
            if (first instanceof ActSolver.Answer.Impossible && isOfOneItem(each.clause())) {
                return;
            }
        }
        String where = where(each.clause());
        ActSolver.Answer answer = solver.solve(each.goal(), null, silent);
        if (answer instanceof ActSolver.Answer.Solved solved) {
            if (isProven(what, solved.act())) {
                add(what, where, solved.act());
            } else {
                open(where, "the act that was found does not tell the rules apart (" + what + ")");
            }
        } else if (answer instanceof ActSolver.Answer.Unsolved unsolved && !assume(what, each, unsolved)) {
            open(where, RuleDeriver.why(answer) + " (" + what + ")");
        }
    }

    /** Whether a clause that is true of a list is so because of one item: then an event of the case is one of its new items. */
    private boolean isOfOneItem(Condition clause) {
        Question question = clause instanceof Condition.Check check ? Question.of(check, after.fields(now)) : null;
        return question != null
                && (!question.definition().isList() || question.test().operator() != Condition.Operator.IN);
    }

    /**
     * Says an act for the case that a check is true, or false, of it whose field kguard can't write, such as a resolved name: both
     * rules are judged without the check then. Returns false if there is no such act.
     */
    private boolean assume(What what, RuleContrast.Case each, ActSolver.Answer.Unsolved unsolved) {
        boolean reports = what == What.NEWLY_REPORTED;
        Assumption assumed = Assumption.of(unsolved.clause());
        if (assumed == null
                || solver.knows(assumed.check())
                || assumed.isEntangled(old.condition())
                || assumed.isEntangled(now.condition())) {
            return false;
        }
        Condition goal = assumed.in(Conditions.all(List.of(each.goal(), reports ? now.condition() : old.condition())));
        Condition other = reports ? old.condition() : now.condition();
        Condition silent = assumed.in(other);
        if (goal == null
                || silent == null && !assumed.isFalse(other)
                || !(solver.solve(goal, null, silent) instanceof ActSolver.Answer.Solved solved)) {
            return false;
        }
        String act = shortened(words(solved.act())) + ", if " + where(unsolved.clause());
        told.add(new Told(now.name(), what, where(each.clause()), act, ""));
        return true;
    }

    private static String where(@Nullable Condition clause) {
        return clause == null ? "" : shortened(ConditionPrinter.print(clause));
    }

    /** Whether the engine says of an act what is to be said of it. */
    private boolean isProven(What what, Act act) {
        ActPlay.Played then = ActPlay.alone(before, old).play(act, Variants.NONE);
        ActPlay.Played since = ActPlay.alone(after, now).play(act, Variants.NONE);
        return what == What.NO_LONGER_REPORTED
                ? then.fires() && since.isWithoutAlert()
                : since.fires() && then.isWithoutAlert();
    }

    private void open(String where, String why) {
        told.add(new Told(now.name(), What.NOT_DECIDED, where, why, ""));
    }

    /** Says an act. Two clauses that are joined with the same others may be told apart by the same one. */
    private void add(What what, String where, Act act) {
        String words = shortened(words(act));
        if (told.stream()
                .noneMatch(each -> each.what() == what
                        && each.where().equals(where)
                        && each.act().equals(words))) {
            String name = FileName.of(now.name());
            String id = DerivedIds.scenario((name.isEmpty() ? "rule" : name) + "-change-" + (told.size() + 1));
            told.add(new Told(now.name(), what, where, words, test(what, act, id, what + " where " + where)));
        }
    }

    /** A scenario with an act that passes with the new rules; empty if none does, as where an earlier rule takes the event. */
    private String test(What what, Act act, String id, String title) {
        boolean fires = what == What.NEWLY_REPORTED;
        Act first = fires
                ? act
                : solver.solve(now.condition(), act) instanceof ActSolver.Answer.Solved solved ? solved.act() : null;
        if (first == null) {
            return "";
        }
        String test = DerivedText.one(first, id, title, now.name(), fires ? null : act);
        try {
            return Derive.problems(test, after, now).isEmpty() ? test : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortened(String text) {
        String line = Visible.of(text).strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    /** The last thing that happens, such as {@code cat reads /etc/shadow}. */
    private static String words(Act act) {
        if (act instanceof Act.Documents documents) {
            return json(documents.events().get(documents.events().size() - 1));
        }
        Object last = ((Act.Script) act).tree().get("actions") instanceof List<?> actions
                ? actions.get(actions.size() - 1)
                : Map.of();
        return Trees.copy(last).entrySet().stream()
                .map(action -> action.getKey() + " " + verbs(action.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String verbs(Object verbs) {
        return Trees.copy(verbs).entrySet().stream()
                .filter(verb -> !verb.getKey().equals("as"))
                .map(verb ->
                        verb.getKey() + " " + (verb.getValue() instanceof String text ? text : json(verb.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static String json(Object tree) {
        return JsonWriter.compact().tree(tree).json();
    }
}
