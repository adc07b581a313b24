// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Solves the rules of a load and counts the answers. */
final class DerivedFigures {
    final List<String> solved = new ArrayList<>();
    final Map<String, String> impossible = new LinkedHashMap<>();
    final Map<String, String> unsolved = new LinkedHashMap<>();
    private final Map<FieldCatalogue, ActSolver> solvers = new LinkedHashMap<>();
    long slowestMillis;

    void add(LoadResult loaded, FalcoVersion version, Rule rule, String where) {
        var source = loaded.sources().named(rule.source());
        if (source.isEmpty()) {
            unsolved.put(where + rule.name(), "no such source " + rule.source());
            return;
        }
        FieldCatalogue fields = FieldCatalogue.of(loaded.sources(), source.get(), version);
        ActSolver solver = solvers.computeIfAbsent(fields, key -> new ActSolver(key, version));
        long start = System.nanoTime();
        Answer answer = solver.solve(rule.condition(), null);
        long millis = (System.nanoTime() - start) / 1_000_000;
        slowestMillis = Math.max(slowestMillis, millis);
        if (answer instanceof Answer.Solved found) {
            solved.add(where + rule.name());
            misses(solver, rule, where, found.act());
            if (found.act() instanceof Act.Script script) {
                System.out.println("SOLVED " + where + rule.name() + " (" + millis + " ms)\n    "
                        + JsonWriter.compact().tree(script.tree()).json());
            } else {
                System.out.println("SOLVED " + where + rule.name() + " (" + millis + " ms)\n    "
                        + JsonWriter.compact()
                                .tree(((Act.Documents) found.act()).events())
                                .json());
            }
        } else if (answer instanceof Answer.Impossible never) {
            impossible.put(
                    where + rule.name(),
                    ConditionPrinter.print(never.first()) + " AND " + ConditionPrinter.print(never.second()) + ": "
                            + never.why());
        } else if (answer instanceof Answer.Unsolved open) {
            String clause = ConditionPrinter.print(open.clause());
            unsolved.put(
                    where + rule.name(),
                    (clause.length() > 200 ? clause.substring(0, 200) : clause) + " | " + open.why() + " (" + millis
                            + " ms) tried " + solver.tried());
        }
    }

    int misses;
    int missesImpossible;
    final List<String> missesUnsolved = new ArrayList<>();
    long slowestMissMillis;
    boolean withMisses;

    private void misses(ActSolver solver, Rule rule, String where, Act near) {
        if (!withMisses) {
            return;
        }
        List<Condition> parts = new ArrayList<>();
        flatten(rule.condition(), parts);
        for (int i = 0; i < parts.size(); i++) {
            List<Condition> goal = new ArrayList<>(parts);
            goal.set(i, new Condition.Not(parts.get(i), parts.get(i).span()));
            Condition whole = goal.size() == 1
                    ? goal.get(0)
                    : new Condition.And(goal, rule.condition().span());
            long start = System.nanoTime();
            Answer answer = solver.solve(whole, near);
            slowestMissMillis = Math.max(slowestMissMillis, (System.nanoTime() - start) / 1_000_000);
            String clause = ConditionPrinter.print(parts.get(i));
            if (answer instanceof Answer.Solved found) {
                misses++;
                if (System.getProperty("shown") != null) {
                    System.out.println("MISS " + where + rule.name() + " / " + clause + "\n    " + found.act());
                }
            } else if (answer instanceof Answer.Impossible never) {
                missesImpossible++;
                System.out.println("MISSIMPOSSIBLE " + where + rule.name() + " / " + clause + ": "
                        + ConditionPrinter.print(never.first()) + " AND " + ConditionPrinter.print(never.second())
                        + ": " + never.why());
            } else if (answer instanceof Answer.Unsolved open) {
                String text = ConditionPrinter.print(open.clause());
                missesUnsolved.add(
                        where + rule.name() + " / " + clause + ": " + text.substring(0, Math.min(200, text.length()))
                                + " | " + open.why() + " tried " + solver.tried());
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

    void print() {
        unsolved.forEach((rule, why) -> System.out.println("UNSOLVED " + rule + ": " + why));
        impossible.forEach((rule, why) -> System.out.println("IMPOSSIBLE " + rule + ": " + why));
        missesUnsolved.forEach(line -> System.out.println("MISSUNSOLVED " + line));
        System.out.println("misses " + misses + ", impossible " + missesImpossible + ", unsolved "
                + missesUnsolved.size() + ", slowest " + slowestMissMillis + " ms");
        System.out.println("solved " + solved.size() + ", impossible " + impossible.size() + ", unsolved "
                + unsolved.size() + ", slowest " + slowestMillis + " ms");
    }
}
