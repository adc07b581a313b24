// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A call that copied a descriptor must not make a copy of the next call of its kind, except where Falco does so. */
class KeptEnterEventTest {
    private static final int F_DUPFD = 1;
    private static final int F_GETFL = 4;

    private final EventWriter writer = new EventWriter(FalcoVersion.V0_40);
    private final Event event = new Event(FalcoVersion.V0_40);
    private long number;

    @Test
    void anExitEventThatRulesSeeEndsTheCall() {
        assertThat(descriptorAfterFlagsOf(Machine.View.REPLAY, false)).isNull();
    }

    @Test
    void inAReplayACallThatRulesDoNotSeeIsTakenForTheNextOne() {
        assertThat(descriptorAfterFlagsOf(Machine.View.REPLAY, true)).isEqualTo("/data");
    }

    @Test
    void liveEveryExitEventEndsTheCall() {
        assertThat(descriptorAfterFlagsOf(Machine.View.LIVE, true)).isNull();
    }

    /** The name of descriptor 1 after a call that copied descriptor 9, and one that only asked for its flags and got 1. */
    private @Nullable String descriptorAfterFlagsOf(Machine.View view, boolean stateOnly) {
        Machine machine = new Machine(FalcoVersion.V0_40, view);
        machine.entry(ProcessEntry.builder(7, 7)
                .set(Part.PTID, 0)
                .set(Part.COMM, "sh")
                .set(Part.CWD, "/")
                .build());
        apply(
                machine,
                writer.begin(EventCodes.OPEN_X, 1, 7)
                        .number(9)
                        .text("/data")
                        .number(1)
                        .number(0)
                        .number(0)
                        .number(0),
                stateOnly);
        fcntl(machine, F_DUPFD, 10, stateOnly);
        fcntl(machine, F_GETFL, 1, stateOnly);
        FdInfo copied = Objects.requireNonNull(machine.thread()).fd(1);
        return copied == null ? null : copied.name();
    }

    private void fcntl(Machine machine, int command, long result, boolean stateOnly) {
        apply(machine, writer.begin(EventCodes.FCNTL_X - 1, 1, 7).number(9).number(command), stateOnly);
        apply(machine, writer.begin(EventCodes.FCNTL_X, 1, 7).number(result), stateOnly);
    }

    private void apply(Machine machine, EventWriter written, boolean stateOnly) {
        ByteBuffer bytes = written.end();
        event.wrap(bytes, 0, bytes.limit(), ++number, 0, stateOnly);
        machine.apply(event);
        machine.finish(event);
    }
}
