// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.capture.EventScript;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Solves the rules of loads, lets whole sessions judge the acts, and counts. */
final class DerivedFigures {
    private final boolean withMisses;
    private final List<String> solved = new ArrayList<>();
    private final Map<String, String> impossible = new LinkedHashMap<>();
    private final Map<String, String> unsolved = new LinkedHashMap<>();
    private final List<String> unsolvedMisses = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<FieldCatalogue, ActSolver> solvers = new LinkedHashMap<>();
    private final Map<LoadResult, RuleSet> compiled = new LinkedHashMap<>();
    private int misses;
    private int impossibleMisses;
    private long slowest;

    DerivedFigures(boolean withMisses) {
        this.withMisses = withMisses;
    }

    void add(LoadResult loaded, Rule rule, String where) {
        String name = where + rule.name();
        Optional<EventSource> source = loaded.sources().named(rule.source());
        if (source.isEmpty()) {
            unsolved.put(name, "there are no events of the source " + rule.source());
            return;
        }
        FieldCatalogue fields = FieldCatalogue.of(loaded.sources(), source.get(), loaded.version());
        ActSolver solver = solvers.computeIfAbsent(fields, key -> new ActSolver(key, key.version()));
        ActSolver.Answer answer = timed(solver, rule.condition(), null, null);
        if (answer instanceof ActSolver.Answer.Solved found) {
            solved.add(name);
            if (matches(loaded, rule, found.act()) == 0) {
                wrong.add(name + " is not fired by " + shown(found.act()));
            }
            if (withMisses) {
                misses(solver, loaded, rule, found.act());
            }
        } else if (answer instanceof ActSolver.Answer.Impossible never) {
            impossible.put(
                    name,
                    ConditionPrinter.print(never.first()) + " AND " + ConditionPrinter.print(never.second()) + ": "
                            + never.why());
        } else if (answer instanceof ActSolver.Answer.Unsolved open) {
            unsolved.put(name, ConditionPrinter.print(open.clause()) + ": " + open.why());
        }
    }

    private ActSolver.Answer timed(ActSolver solver, Condition goal, Act near, Condition never) {
        long start = System.nanoTime();
        ActSolver.Answer answer = solver.solve(goal, near, never);
        slowest = Math.max(slowest, System.nanoTime() - start);
        return answer;
    }

    /** For each clause an act on which only that clause is false: the rule is silent. */
    private void misses(ActSolver solver, LoadResult loaded, Rule rule, Act near) {
        List<Condition> parts = new ArrayList<>();
        flatten(rule.condition(), parts);
        for (int i = 0; i < parts.size(); i++) {
            List<Condition> goal = new ArrayList<>(parts);
            goal.set(i, new Condition.Not(parts.get(i), parts.get(i).span()));
            Condition whole = goal.size() == 1
                    ? goal.get(0)
                    : new Condition.And(goal, rule.condition().span());
            ActSolver.Answer answer = timed(solver, whole, near, rule.condition());
            String clause = rule.name() + " / " + ConditionPrinter.print(parts.get(i));
            if (answer instanceof ActSolver.Answer.Solved found) {
                misses++;
                if (matches(loaded, rule, found.act()) > 0) {
                    wrong.add(clause + " is false, and yet the rule is fired by " + shown(found.act()));
                }
            } else if (answer instanceof ActSolver.Answer.Impossible) {
                impossibleMisses++;
            } else if (answer instanceof ActSolver.Answer.Unsolved open) {
                unsolvedMisses.add(clause + ": " + ConditionPrinter.print(open.clause()) + ": " + open.why());
            }
        }
    }

    private static void flatten(Condition condition, List<Condition> out) {
        if (condition instanceof Condition.And and) {
            and.children().forEach(child -> flatten(child, out));
        } else if (condition instanceof Condition.MacroUse use && use.body() instanceof Condition.And) {
            flatten(use.body(), out);
        } else {
            out.add(condition);
        }
    }

    private long matches(LoadResult loaded, Rule rule, Act act) {
        RuleSet rules = compiled.computeIfAbsent(
                loaded,
                key -> RuleSet.compile(
                        key,
                        EngineOptions.of(loaded.version())
                                .withMatching(Matching.ALL)
                                .with(Selection.enableRule("*"))));
        Session session = Session.of(rules, alert -> {});
        if (act instanceof Act.Script script) {
            EventScript.parse(
                            "derived", JsonWriter.compact().tree(script.tree()).json(), loaded.version())
                    .play(session, session::judge);
        } else {
            judge(session, loaded, (Act.Documents) act);
        }
        return session.outcomes().stream()
                .filter(outcome -> outcome.rule().equals(rule))
                .mapToLong(outcome -> outcome.eventsMatched())
                .sum();
    }

    private static void judge(Session session, LoadResult loaded, Act.Documents act) {
        EventSource source = loaded.sources().named(act.source()).orElseThrow();
        for (Map<String, Object> document : act.events()) {
            try {
                SourceLog.parse(JsonWriter.compact().tree(document).json(), loaded.sources(), source)
                        .forEach(session::judge);
            } catch (SourceLogException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String shown(Act act) {
        Object tree = act instanceof Act.Script script ? script.tree() : ((Act.Documents) act).events();
        return JsonWriter.compact().tree(tree).json();
    }

    List<String> solved() {
        return solved;
    }

    Map<String, String> impossible() {
        return impossible;
    }

    Map<String, String> unsolved() {
        return unsolved;
    }

    /** Acts that a session judges otherwise. */
    List<String> wrong() {
        return wrong;
    }

    int misses() {
        return misses;
    }

    void print() {
        unsolved.forEach((rule, why) -> System.out.println("unsolved: " + rule + ": " + why));
        impossible.forEach((rule, why) -> System.out.println("impossible: " + rule + ": " + why));
        unsolvedMisses.forEach(line -> System.out.println("unsolved miss: " + line));
        System.out.println("rules solved " + solved.size() + ", impossible " + impossible.size() + ", unsolved "
                + unsolved.size() + "; near misses solved " + misses + ", impossible " + impossibleMisses
                + ", unsolved "
                + unsolvedMisses.size() + "; slowest " + slowest / 1_000_000 + " ms");
    }
}
