// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.internal.machine.Machine.MachineLimits;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    private final EventWriter writer = new EventWriter(FalcoVersion.CURRENT);
    private final Event event = new Event(FalcoVersion.CURRENT);
    private final Machine machine = new Machine(FalcoVersion.CURRENT, new MachineLimits(10, 5), Machine.View.REPLAY);
    private long number;

    @Test
    void threadsBeyondTheLimitAreCountedAndNotKept() {
        for (int tid = 1; tid <= 25; tid++) {
            apply(writer.begin(EventCodes.GETUID_X, tid, tid).number(0));
        }
        assertThat(machine.threads.size()).isEqualTo(10);
        assertThat(machine.threadsOverLimit()).isEqualTo(15);
        assertThat(machine.thread()).isNull();
    }

    @Test
    void descriptorsBeyondTheLimitAreCountedAndNotKept() {
        machine.entry(ProcessEntry.builder(7, 7)
                .set(Part.PTID, 0)
                .set(Part.COMM, "sh")
                .set(Part.CWD, "/")
                .build());
        for (int fd = 0; fd < 8; fd++) {
            open(fd);
        }
        open(2);
        assertThat(machine.thread()).isNotNull();
        assertThat(machine.thread().fdCount()).isEqualTo(5);
        assertThat(machine.fdsOverLimit()).isEqualTo(3);
    }

    private void open(int fd) {
        apply(writer.begin(EventCodes.OPEN_X, 1, 7)
                .number(fd)
                .text("/f" + fd)
                .number(1)
                .number(0)
                .number(0)
                .number(0));
    }

    private void apply(EventWriter written) {
        ByteBuffer bytes = written.end();
        event.wrap(bytes, 0, bytes.limit(), ++number, 0);
        machine.apply(event);
        machine.finish(event);
    }
}
