// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which step a process is of, where a container's runtime starts it. */
class ProcessLineageTest {
    private static final EventTable TABLE = EventTable.of(FalcoVersion.CURRENT);
    private static final int FLAGS = 15;
    private static final long SHIM = 50;
    private static final long RUNTIME = 60;
    private static final long COMMAND = 61;

    private final ProcessLineage lineage = new ProcessLineage();
    private final EventWriter writer = new EventWriter(FalcoVersion.CURRENT);
    private final Event event = new Event(FalcoVersion.CURRENT);

    private void take(EventWriter written, boolean outside) {
        ByteBuffer bytes = written.end();
        event.wrap(bytes, 0, bytes.limit(), 1, 0, outside);
        lineage.take(event);
    }

    private void started(long pid, long parent, boolean outside) {
        writer.begin(EventCodes.CLONE_X, 1, pid)
                .number(0)
                .text("exe")
                .empty()
                .number(pid)
                .number(pid)
                .number(parent);
        rest(EventCodes.CLONE_X, 6, FLAGS);
        writer.number(0);
        rest(EventCodes.CLONE_X, FLAGS + 1, Integer.MAX_VALUE);
        take(writer, outside);
    }

    private void executes(long pid, boolean outside) {
        writer.begin(EventCodes.EXECVE_X, 1, pid).number(0);
        rest(EventCodes.EXECVE_X, 1, Integer.MAX_VALUE);
        take(writer, outside);
    }

    private void rest(int code, int from, int to) {
        int count = Objects.requireNonNull(TABLE.type(code)).paramCount();
        for (int i = from; i < Math.min(to, count); i++) {
            writer.empty();
        }
    }

    /** The runtime, which makes the command's process, which executes the container's program. */
    private void command(boolean told) {
        if (told) {
            started(RUNTIME, SHIM, true);
        }
        executes(RUNTIME, true);
        started(COMMAND, RUNTIME, true);
        executes(COMMAND, false);
    }

    /** The kernel tells the sensor of what the shim starts only if its first thread does so. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatADaemonsShimStartsIsOfTheStep(boolean told) {
        started(SHIM, 1, true); // when the pod started
        lineage.beginStep(1);
        command(told);

        assertThat(lineage.isOfStep(COMMAND)).isTrue();
        assertThat(lineage.isOfStep(SHIM)).isFalse();
    }

    @Test
    void whatItStartedBeforeIsOfNoStep() {
        started(SHIM, 1, true);
        command(true);
        lineage.beginStep(1);
        started(COMMAND + 1, COMMAND, false);

        assertThat(lineage.isOfStep(COMMAND)).isFalse();
        assertThat(lineage.isOfStep(COMMAND + 1)).isFalse();
    }
}
