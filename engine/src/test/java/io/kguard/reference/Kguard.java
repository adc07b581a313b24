// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import io.kguard.capture.CaptureException;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.ConditionSet;
import io.kguard.internal.condition.Evaluation;
import io.kguard.internal.condition.Program;
import io.kguard.internal.condition.TypeChecker;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.reference.Evaluated.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evaluates filters and formats with the code that evaluates rules. */
final class Kguard {
    /** That of the library, which {@code -Dkguard.reference} may replace by a program with another one. */
    static final FalcoVersion VERSION = FalcoVersion.of(System.getProperty("kguard.reference.falco", "0.40"));
    /** For these the library shows leftovers of the thread and the times of the previous event. */
    private static final Set<Integer> WITHOUT_THREAD =
            Set.of(EventCodes.PLUGINEVENT_E, EventCodes.USERADDED_E, EventCodes.GROUPADDED_E);

    private final FieldCatalogue catalogue = FieldCatalogue.of(VERSION);
    private final Map<String, String> errors = new TreeMap<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final ConditionSet conditions;
    private final List<@Nullable OutputTemplate> templates = new ArrayList<>();
    private final BitSet all = new BitSet();
    private final @Nullable Program[] programs = new @Nullable Program[EventTable.SIZE];
    private final int filters;

    private Kguard(List<String> filters, List<String> formats) {
        List<TypedCondition> typed = new ArrayList<>();
        this.filters = filters.size();
        for (int i = 0; i < filters.size(); i++) {
            try {
                typed.add(new TypeChecker(catalogue).check(ConditionParser.parse(filters.get(i), VERSION)));
                numbers.add(i);
            } catch (ConditionException | ConditionSyntaxException e) {
                errors.put("f" + i, String.valueOf(e.getMessage()));
            }
        }
        conditions = new ConditionSet(typed);
        all.set(0, typed.size());
        for (int i = 0; i < formats.size(); i++) {
            try {
                templates.add(OutputTemplate.compile(formats.get(i), catalogue));
            } catch (FieldException e) {
                errors.put("o" + i, String.valueOf(e.getMessage()));
                templates.add(null);
            }
        }
    }

    /** Evaluates filters and formats, which begin with {@code *}, on the delivered events of a capture. */
    static Evaluated run(Path capture, List<String> filters, List<String> formats) throws IOException {
        Kguard kguard = new Kguard(filters, formats);
        List<Row> rows = new ArrayList<>();
        @Nullable Evaluation[] evaluation = new @Nullable Evaluation[1];
        String failure = "";
        try {
            eachEvent(capture, context -> {
                Evaluation current = evaluation[0] == null ? new Evaluation(kguard.conditions, context) : evaluation[0];
                evaluation[0] = current;
                long number = context.event().number();
                rows.add(
                        WITHOUT_THREAD.contains(context.event().code())
                                ? new Row(number, Evaluated.NOT_COMPARED, Map.of())
                                : new Row(number, kguard.verdicts(current), kguard.texts(context)));
            });
        } catch (CaptureException e) {
            failure = String.valueOf(e.getMessage());
        }
        return new Evaluated(rows, kguard.errors, failure);
    }

    /** Reads a capture and passes on the context of each event that rules see. */
    static void eachEvent(Path capture, Consumer<EventContext> consumer) throws IOException {
        Machine machine = new Machine(VERSION);
        Event event = new Event(VERSION);
        Optional<Path> hosts = Reference.hosts();
        EventContext context = new EventContext(
                event,
                machine,
                hosts.isPresent() ? HostNames.read(hosts.get()) : HostNames.NONE,
                EventSources.BUILT_IN);
        try (ScapReader reader = ScapReader.open(capture, VERSION, machine)) {
            while (reader.next(event)) {
                if (machine.apply(event)) {
                    consumer.accept(context);
                }
                machine.finish(event);
            }
        }
    }

    private String verdicts(Evaluation evaluation) {
        int code = evaluation.context().event().code();
        Program program = programs[code];
        if (program == null) {
            boolean uniform = code >= 2 && code != EventCodes.ASYNCEVENT_E;
            program = conditions.program(all, evaluation.context(), uniform);
            programs[code] = program;
        }
        StringBuilder verdicts = new StringBuilder("-".repeat(filters));
        for (int i = program.first(evaluation); i >= 0; i = program.next(evaluation)) {
            verdicts.setCharAt(numbers.get(program.condition(i)), '+');
        }
        return verdicts.toString();
    }

    private Map<Integer, String> texts(EventContext context) {
        Map<Integer, String> texts = new TreeMap<>();
        for (int i = 0; i < templates.size(); i++) {
            OutputTemplate template = templates.get(i);
            if (template != null) {
                texts.put(i, template.format(context));
            }
        }
        return texts;
    }
}
