// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the engine judge an act. */
final class Trial {
    private final FieldCatalogue fields;
    private final FalcoVersion version;
    private final TypedCondition goal;
    private final BitSet codes;
    private final @Nullable TypedCondition never;
    private final BitSet codesOfNever;

    /**
     * Trials of a goal.
     *
     * @param never what must be true of no event; null for nothing
     */
    Trial(FieldCatalogue fields, FalcoVersion version, Condition goal, @Nullable Condition never) {
        this.fields = fields;
        this.version = version;
        this.goal = new TypeChecker(fields).check(goal);
        this.codes = EventTypeSearch.of(goal, version);
        this.never = never == null ? null : new TypeChecker(fields).check(never);
        this.codesOfNever = never == null ? new BitSet() : EventTypeSearch.of(never, version);
    }

    /**
     * The outcome of a trial.
     *
     * @param holds whether the goal is true on an event
     * @param failing the steps that are false on the event that comes closest
     * @param isSpoiled whether what must never be true is true of an event
     */
    record Outcome(boolean holds, List<Branch.Step> failing, boolean isSpoiled) {}

    /** Tries an act. */
    Outcome of(Act act, List<Branch.Step> steps) throws SourceLogException {
        TypeChecker checker = new TypeChecker(fields);
        Closest closest = new Closest(
                steps,
                steps.stream()
                        .map(step -> checker.check(step.demand().condition()))
                        .toList());
        if (act instanceof Act.Script script) {
            play(script.tree(), closest);
        } else {
            ((Act.Documents) act).read(fields, context -> {
                closest.see(context, goal.test(context));
                closest.spoil(isSpoiled(context));
            });
        }
        return new Outcome(closest.holds, closest.failing, closest.spoiled);
    }

    private void play(Map<String, Object> script, Closest closest) {
        EventBuilder events =
                EventScript.parse("derived", JsonWriter.compact().tree(script).json(), version);
        Machine machine = new Machine(version);
        EventContext context = new EventContext(new Event(version), machine);
        events.play(machine, event -> {
            if (machine.apply(event)) {
                context.event(event);
                closest.see(context, codes.get(event.code()) && goal.test(context));
                closest.spoil(codesOfNever.get(event.code()) && isSpoiled(context));
            }
            machine.finish(event);
        });
    }

    private boolean isSpoiled(EventContext context) {
        return never != null && never.test(context);
    }

    /** The event on which the fewest steps are false. */
    private static final class Closest {
        private final List<Branch.Step> steps;
        private final List<TypedCondition> demands;
        private List<Branch.Step> failing;
        private boolean holds;
        private boolean spoiled;

        Closest(List<Branch.Step> steps, List<TypedCondition> demands) {
            this.steps = steps;
            this.demands = demands;
            this.failing = steps;
        }

        void spoil(boolean now) {
            spoiled |= now;
        }

        void see(EventContext context, boolean matches) {
            holds |= matches;
            List<Branch.Step> wrong = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                if (!demands.get(i).test(context)) {
                    wrong.add(steps.get(i));
                }
            }
            if (wrong.size() <= failing.size()) {
                failing = wrong;
            }
        }
    }
}
