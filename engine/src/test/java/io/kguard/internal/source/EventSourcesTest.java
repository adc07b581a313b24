// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The sources of a run are found by their names, and by the plugin of an event. */
class EventSourcesTest {
    private static final EventSources SOURCES = EventSources.BUILT_IN;

    @Test
    void eachIsFoundByItsNameAndByItsEvents() {
        assertThat(SOURCES.all()).hasSize(7).startsWith(EventSource.SYSCALL);
        for (EventSource source : SOURCES.all()) {
            assertThat(SOURCES.named(source.label())).hasValue(source);
            if (source.equals(EventSource.SYSCALL)) {
                continue;
            }
            Event event = event(source.pluginId());
            assertThat(SOURCES.of(event)).isEqualTo(source);
            assertThat(SOURCES.all().get(SOURCES.place(event))).isEqualTo(source);
            assertThat(SOURCES.documents(event)).isSameAs(SOURCES.documents(source));
            assertThat(SOURCES.all().stream().filter(one -> one.has(event))).containsExactly(source);
        }
    }

    @Test
    void eventsOfAnUnknownPluginHaveNoSource() {
        Event event = event(4711);

        assertThat(SOURCES.of(event)).isNull();
        assertThat(SOURCES.documents(event)).isNull();
        assertThat(SOURCES.all()).noneMatch(source -> source.has(event));
    }

    @Test
    void systemCallsAreNoDocuments() {
        assertThatThrownBy(() -> SOURCES.documents(EventSource.SYSCALL))
                .hasMessage("events of the source syscall are no documents");
    }

    @Test
    void eachFieldThatIsReadIsListed() {
        for (DocumentSource source : SOURCES.documents()) {
            assertThat(source.fields())
                    .isNotEmpty()
                    .extracting(SourceField::name)
                    .doesNotHaveDuplicates();
        }
    }

    private static Event event(long plugin) {
        ByteBuffer bytes = new EventWriter(FalcoVersion.CURRENT)
                .begin(EventCodes.PLUGINEVENT_E, 1, -1)
                .number(plugin)
                .bytes(new byte[] {'{', '}'})
                .end();
        Event event = new Event(FalcoVersion.CURRENT);
        event.wrap(bytes, 0, bytes.limit(), 1, 0);
        return event;
    }
}
