// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.capture.ScapWriter;
import io.kguard.event.Event;
import io.kguard.event.EventSource;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the events of a simulation for a capture. A capture has all state entries before its first event, but
 * entries arrive whenever a pod starts. So events are kept in a separate file until the end.
 */
final class CaptureTap implements EventTap, AutoCloseable {
    private final List<StateEntry> entries = new ArrayList<>();
    private final List<String> auditEvents = new ArrayList<>();
    private final Path spool;
    private final FileChannel kept;
    private final DataOutputStream out;
    private final boolean onlySystemCalls;
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    CaptureTap() throws IOException {
        this(false);
    }

    private CaptureTap(boolean onlySystemCalls) throws IOException {
        this.onlySystemCalls = onlySystemCalls;
        spool = Files.createTempFile("kguard-record", ".events");
        spool.toFile().deleteOnExit(); // a signal may end the JVM before close
        kept = FileChannel.open(spool, StandardOpenOption.WRITE);
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(kept), 1 << 16));
    }

    /** A tap that keeps no events of other sources in the capture. */
    static CaptureTap ofSystemCalls() throws IOException {
        return new CaptureTap(true);
    }

    @Override
    public void entry(StateEntry entry) {
        entries.add(entry);
    }

    /** A capture has no place for it: its entries come before its events. */
    @Override
    public void received(FdEntry descriptor) {}

    @Override
    public void event(Event event) {
        if (onlySystemCalls && !EventSource.SYSCALL.has(event)) {
            return;
        }
        if (bytes.capacity() < event.length()) {
            bytes = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
        }
        event.copyTo(bytes.clear());
        try {
            out.writeInt(bytes.position());
            out.writeShort(event.cpu());
            out.writeBoolean(event.stateOnly());
            out.write(bytes.array(), 0, bytes.position());
        } catch (IOException e) {
            throw new UncheckedIOException("an event could not be kept: " + e.getMessage(), e);
        }
    }

    @Override
    public void document(EventSource source, String json, long arrival) {
        if (source.equals(EventSource.K8S_AUDIT)) {
            auditEvents.add(json);
        }
    }

    @Override
    public boolean startOver() {
        entries.clear();
        auditEvents.clear();
        try {
            out.flush();
            kept.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException("what was kept of the first play can't be forgotten: " + e.getMessage(), e);
        }
        return true;
    }

    int auditEvents() {
        return auditEvents.size();
    }

    /** Writes the audit events in the format of an API server's log. */
    void writeAuditTo(Path log) throws IOException {
        Files.write(log, auditEvents);
    }

    /** Writes the capture. */
    void writeTo(Path capture) throws IOException {
        out.flush();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(spool), 1 << 16));
                ScapWriter writer = ScapWriter.create(capture)) {
            entries.forEach(writer::entry);
            while (in.available() > 0) {
                int length = in.readInt();
                int cpu = in.readUnsignedShort();
                boolean stateOnly = in.readBoolean();
                ByteBuffer event = ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
                writer.write(event, cpu, stateOnly);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(spool);
        }
    }
}
