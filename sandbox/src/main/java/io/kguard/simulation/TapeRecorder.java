// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EventCause;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Keeps everything that a simulation's machine sees, in order. */
final class TapeRecorder implements EventTap {
    private static final int LARGE = 1 << 20;

    private final List<Tape.Item> items = new ArrayList<>();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(raw);
    private EventCause cause = EventCause.START;
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    @Override
    public synchronized void entry(StateEntry entry) {
        add(pipeline -> pipeline.entry(entry));
    }

    @Override
    public synchronized void cause(EventCause value) {
        cause = value;
    }

    @Override
    public synchronized void event(Event event) {
        if (event.code() == EventCodes.PLUGINEVENT_E) {
            return; // it is made again of the document
        }
        if (bytes.capacity() < event.length()) {
            bytes = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
        }
        event.copyTo(bytes.clear());
        try {
            out.writeInt(bytes.position());
            out.writeShort(event.cpu());
            out.writeByte(cause.ordinal() << 1 | (event.stateOnly() ? 1 : 0));
            out.write(bytes.array(), 0, bytes.position());
        } catch (IOException e) {
            throw new UncheckedIOException("an event could not be kept", e);
        }
        if (raw.size() > LARGE) {
            pack();
        }
    }

    @Override
    public synchronized void users(String containerId, List<UserEntry> users) {
        List<UserEntry> copy = List.copyOf(users);
        add(pipeline -> pipeline.users(containerId, copy));
    }

    @Override
    public synchronized void document(EventSource source, String json, long arrival) {
        add(pipeline -> pipeline.document(source, json, arrival));
    }

    @Override
    public synchronized void step(int number) {
        add(pipeline -> pipeline.beginStep(number, false)); // each event has its cause
    }

    @Override
    public synchronized boolean startOver() {
        items.clear();
        raw.reset();
        cause = EventCause.START;
        return true;
    }

    /** What was kept. */
    synchronized List<Tape.Item> items() {
        pack();
        return List.copyOf(items);
    }

    private void add(Tape.Item item) {
        pack();
        items.add(item);
    }

    private void pack() {
        if (raw.size() == 0) {
            return;
        }
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(packed, fast)) {
            raw.writeTo(deflated);
        } catch (IOException e) {
            throw new UncheckedIOException("events could not be packed", e);
        } finally {
            fast.end();
        }
        items.add(new Tape.Events(packed.toByteArray(), raw.size()));
        raw.reset();
    }
}
