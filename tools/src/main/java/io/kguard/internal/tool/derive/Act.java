// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.Event;
import io.kguard.event.EventWriter;
import io.kguard.event.JsonWriter;
import io.kguard.event.SourceEvent;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What happens, as written in a file: trees of maps, lists, strings, numbers and truth values. */
public sealed interface Act {
    /**
     * System calls.
     *
     * @param tree an event script, its keys in the order of the language
     */
    record Script(Map<String, Object> tree) implements Act {}

    /**
     * Events that services write.
     *
     * @param source the source of events, such as {@code k8s_audit}
     * @param events the documents
     */
    record Documents(String source, List<Map<String, Object>> events) implements Act {
        public Documents {
            events = List.copyOf(events);
        }

        /** Reads the documents as a session does, and shows the context of each event. */
        void read(FieldCatalogue fields, Consumer<EventContext> seen) throws SourceLogException {
            Machine machine = new Machine(fields.version());
            Event view = new Event(fields.version());
            EventContext context = new EventContext(view, machine, HostNames.NONE, fields.sources());
            EventWriter writer = new EventWriter(fields.version());
            long number = 0;
            for (Map<String, Object> document : events) {
                String json = JsonWriter.compact().tree(document).json();
                for (SourceEvent event : SourceLog.parse(json, fields.sources(), fields.source())) {
                    ByteBuffer written = event.writeTo(writer);
                    view.wrap(written, 0, written.limit(), ++number, 0);
                    machine.apply(view);
                    context.event(view, event.document());
                    seen.accept(context);
                    machine.finish(view);
                }
            }
        }
    }
}
