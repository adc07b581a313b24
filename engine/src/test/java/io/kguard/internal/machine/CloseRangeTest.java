// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.ConditionParser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Captures of Falco 0.44 and newer tell which descriptors a {@code close_range} closed. */
class CloseRangeTest {
    private static final int CLOEXEC = 4;
    private static final int EACCES = -13;

    private final EventWriter writer = new EventWriter(FalcoVersion.CURRENT);
    private final Event event = new Event(FalcoVersion.CURRENT);
    private final Machine machine = new Machine(FalcoVersion.CURRENT);
    private long number;

    @Test
    void itClosesTheDescriptorsBetween() {
        open(3, 5, 9, 2000);
        closeRange(0, 4, 9, 0);
        assertThat(opened()).containsExactly(3L, 2000L);
        closeRange(0, 3, 0xffffffffL, 0);
        assertThat(opened()).isEmpty();
    }

    @Test
    void oneThatFailsClosesNothing() {
        open(3, 4);
        closeRange(EACCES, 3, 4, 0);
        assertThat(opened()).containsExactly(3L, 4L);
    }

    @Test
    void withAFlagTheyCloseWhenAProgramIsExecuted() {
        open(3, 4);
        closeRange(0, 4, 4, CLOEXEC);
        assertThat(opened()).containsExactly(3L, 4L);
        Objects.requireNonNull(fds().get(3)).closeOnExec(false);
        fds().executed();
        assertThat(opened()).containsExactly(3L);
    }

    /** The sensor has the call without arguments, as older captures have it, and rules match both. */
    @Test
    void aRuleSeesBothKindsOfEvent() {
        assertThat(
                        EventTypeSearch.of(
                                ConditionParser.parse("evt.type = close_range", FalcoVersion.V0_44), FalcoVersion.V0_44)
                                .stream())
                .containsExactly(0, 1, EventCodes.CLOSE_RANGE_X);
        assertThat(
                        EventTypeSearch.of(
                                ConditionParser.parse("evt.type = keyctl", FalcoVersion.V0_43), FalcoVersion.V0_43)
                                .stream())
                .containsExactly(0, 1);
        assertThat(EventTable.of(FalcoVersion.V0_43).type(EventCodes.KEYCTL_X)).isNull();
    }

    private void open(long... numbers) {
        machine.entry(ProcessEntry.builder(7, 7)
                .set(Part.PTID, 0)
                .set(Part.COMM, "sh")
                .set(Part.CWD, "/")
                .build());
        for (long fd : numbers) {
            apply(writer.begin(EventCodes.OPEN_X, 1, 7)
                    .number(fd)
                    .text("/data")
                    .number(1)
                    .number(0)
                    .number(0)
                    .number(0));
        }
    }

    private void closeRange(long result, long first, long last, int flags) {
        apply(writer.begin(EventCodes.CLOSE_RANGE_X, 1, 7)
                .number(result)
                .number(first)
                .number(last)
                .number(flags));
        assertThat(event.type().name()).isEqualTo("close_range");
    }

    private void apply(EventWriter written) {
        ByteBuffer bytes = written.end();
        event.wrap(bytes, 0, bytes.limit(), ++number, 0, false);
        machine.apply(event);
        machine.finish(event);
    }

    private List<Long> opened() {
        List<Long> opened = new ArrayList<>();
        fds().forEachEntry((fd, info) -> opened.add(fd));
        return opened;
    }

    private FdTable fds() {
        return Objects.requireNonNull(Objects.requireNonNull(machine.thread()).fds());
    }
}
