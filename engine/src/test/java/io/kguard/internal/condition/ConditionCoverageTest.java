// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.ClauseCoverage.ClauseDecisions;
import io.kguard.internal.condition.ClauseCoverage.Kind;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A result of a clause counts exactly if a check fails when the clause always has the other result, on generated conditions
 * and recorded events that are dealt out to checks.
 */
@Tag("trust")
@RequiresShared
class ConditionCoverageTest {
    private static final int CONDITIONS = Share.isLarge() ? 120 : 30;
    private static final int CHECKS = 40;
    private static final int GROUPS = 2;

    private static final FieldCatalogue CATALOGUE =
            FieldCatalogue.of(EventSources.BUILT_IN, EventSource.SYSCALL, FalcoVersion.CURRENT);

    /** A clause with a fixed result, or a list without an item, in its whole condition. */
    private record Change(String what, TypedCondition whole, List<Integer> path, boolean result, boolean[] fired) {}

    private static final class Checked {
        final TypedCondition condition;
        final ConditionCoverage[] coverage = new ConditionCoverage[CHECKS];
        final List<Change> changes = new ArrayList<>();

        Checked(TypedCondition condition) {
            this.condition = condition;
            for (int i = 0; i < CHECKS; i++) {
                coverage[i] = new ConditionCoverage(condition, CATALOGUE, GROUPS);
            }
            change(condition, List.of(), part -> part);
        }

        private void change(TypedCondition part, List<Integer> path, UnaryOperator<TypedCondition> place) {
            add(part, path, place.apply(new TypedCondition.Any(List.of(), part.source())), true);
            add(part, path, place.apply(new TypedCondition.All(List.of(), part.source())), false);
            if (part instanceof TypedCondition.All all) {
                each(all.children(), path, children -> place.apply(new TypedCondition.All(children, all.source())));
            } else if (part instanceof TypedCondition.Any any) {
                each(any.children(), path, children -> place.apply(new TypedCondition.Any(children, any.source())));
            } else if (part instanceof TypedCondition.Negation not) {
                each(
                        List.of(not.child()),
                        path,
                        children -> place.apply(new TypedCondition.Negation(children.get(0), not.source())));
            } else if (part instanceof TypedCondition.Leaf leaf && !ConditionSet.isByType(leaf.check())) {
                items(leaf, path, place);
            }
        }

        private void each(
                List<TypedCondition> children,
                List<Integer> path,
                Function<List<TypedCondition>, TypedCondition> join) {
            for (int i = 0; i < children.size(); i++) {
                int index = i;
                change(children.get(i), longer(path, i), changed -> {
                    List<TypedCondition> others = new ArrayList<>(children);
                    others.set(index, changed);
                    return join.apply(others);
                });
            }
        }

        private void items(TypedCondition.Leaf leaf, List<Integer> path, UnaryOperator<TypedCondition> place) {
            Condition.Check check = leaf.source();
            if (!(check.right() instanceof Operand.TextList list)
                    || list.values().size() < 2) {
                return;
            }
            for (int i = 0; i < list.values().size(); i++) {
                List<Operand.Text> others = new ArrayList<>(list.values());
                others.remove(i);
                Condition.Check without = new Condition.Check(
                        check.left(),
                        check.operator(),
                        check.modifier(),
                        new Operand.TextList(others, list.span()),
                        check.span());
                add(leaf, longer(path, i), place.apply(new TypeChecker(CATALOGUE).check(without)), true);
            }
        }

        private static List<Integer> longer(List<Integer> path, int last) {
            List<Integer> all = new ArrayList<>(path);
            all.add(last);
            return all;
        }

        private void add(TypedCondition part, List<Integer> path, TypedCondition whole, boolean result) {
            changes.add(new Change(
                    ConditionPrinter.print(part.source()), whole, path, result, new boolean[CHECKS * GROUPS]));
        }

        void observe(EventContext context, int check, int group) {
            coverage[check].observe(context, group);
            for (Change change : changes) {
                change.fired()[GROUPS * check + group] |= change.whole().test(context);
            }
        }
    }

    @Test
    void aResultCountsExactlyIfACheckNoticesThatItIsFixed() throws IOException {
        long seed = Long.getLong("kguard.seed", System.nanoTime());
        Random random = new Random(seed);
        TypedGenerator generator = new TypedGenerator(FalcoVersion.CURRENT);
        eachEvent(generator::sample);
        List<Checked> all = new ArrayList<>();
        for (int i = 0; i < CONDITIONS; i++) {
            all.add(new Checked(generator.condition(random, 1 + random.nextInt(5))));
        }
        eachEvent(context -> {
            int check = random.nextInt(CHECKS);
            int group = random.nextInt(GROUPS);
            all.forEach(one -> one.observe(context, check, group));
        });
        long[] seen = new long[2];
        for (Checked one : all) {
            for (int check = 0; check < CHECKS; check++) {
                compare(one, check, seed, seen);
            }
        }
        // results that never or always count would prove nothing
        assertThat(seen[1]).as("seed %d", seed).isGreaterThan(seen[0] / 1000).isLessThan(seen[0]);
    }

    private static void compare(Checked one, int check, long seed, long[] seen) {
        ClauseDecisions decisions = one.coverage[check].decisions();
        long counted = decisions.firing().get(1);
        boolean silent = decisions.firing().get(0) + counted == 0;
        if (!silent && counted == 0) {
            return; // it fires, but not on the events that this check counts: such a check does not pass
        }
        ClauseCoverage coverage = silent ? decisions.ofSilence() : decisions.ofFiring(group -> group == 1);
        for (Change change : one.changes) {
            ClauseCoverage clause = coverage;
            for (int child : change.path()) {
                clause = clause.children().get(child);
            }
            boolean[] fired = change.fired();
            boolean notices = silent ? fired[GROUPS * check] || fired[GROUPS * check + 1] : !fired[GROUPS * check + 1];
            boolean counts = (change.result() ? clause.decidedTrue() : clause.decidedFalse()) > 0;
            seen[0]++;
            seen[1] += counts ? 1 : 0;
            boolean right = clause.kind() == Kind.ITEM ? notices || !counts : notices == counts;
            if (!right) {
                throw new AssertionError("seed " + seed + ": the result " + change.result() + " of " + change.what()
                        + (clause.kind() == Kind.ITEM ? ", item " + clause.text() : "")
                        + (counts ? " counts" : " does not")
                        + " for a check that " + (silent ? "it stays silent" : "it fires") + ": "
                        + ConditionPrinter.print(one.condition.source()));
            }
        }
    }

    private static void eachEvent(Consumer<EventContext> consumer) throws IOException {
        for (String capture : List.of("g1", "g2")) {
            Machine machine = new Machine(FalcoVersion.CURRENT);
            Event event = new Event(FalcoVersion.CURRENT);
            EventContext context = new EventContext(event, machine);
            try (ScapReader reader = ScapReader.open(
                    Shared.path("falco-facts/golden/" + capture + ".scap"), FalcoVersion.CURRENT, machine)) {
                while (reader.next(event)) {
                    if (machine.apply(event)) {
                        consumer.accept(context);
                    }
                    machine.finish(event);
                }
            }
        }
    }
}
