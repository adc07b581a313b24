// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The cost of reading one openat event that is already in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {
    private final Event event = new Event(FalcoVersion.CURRENT);
    private ByteBuffer block = ByteBuffer.allocateDirect(0);
    private int name;

    /** Writes the event with all parameters. */
    @Setup
    public void write() {
        EventType openat = EventTable.of(FalcoVersion.CURRENT).types().stream()
                .filter(type -> type.name().equals("openat") && type.isExit())
                .reduce((earlier, newest) -> newest)
                .orElseThrow();
        EventWriter writer =
                new EventWriter(FalcoVersion.CURRENT).begin(openat.code(), 1_700_000_000_000_000_000L, 4711);
        for (int i = 0; i < openat.paramCount(); i++) {
            if (i == openat.indexOf("name")) {
                name = i;
                writer.text("/etc/shadow");
            } else {
                writer.number(i);
            }
        }
        ByteBuffer written = writer.end();
        block = ByteBuffer.allocateDirect(written.remaining())
                .order(written.order())
                .put(written)
                .flip();
    }

    /** Checks the event's lengths and finds its parameters. */
    @Benchmark
    public Event wrap() {
        event.wrap(block, 0, block.limit(), 1, 0);
        return event;
    }

    /** The same, then reads all numeric parameters and the file's name. */
    @Benchmark
    public void wrapAndRead(Blackhole hole) {
        event.wrap(block, 0, block.limit(), 1, 0);
        for (int i = 0; i < event.paramCount(); i++) {
            if (i == name) {
                hole.consume(event.text(i));
            } else {
                hole.consume(event.number(i));
            }
        }
    }
}
