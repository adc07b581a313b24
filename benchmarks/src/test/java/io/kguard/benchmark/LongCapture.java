// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Makes a capture of any size: its events are those of a recorded capture, again and again, each time later. The state at the
 * begin is written once.
 */
final class LongCapture {
    /** Blocks of an event, and what is before its time in each. */
    private static final Set<Integer> PLAIN = Set.of(0x204, 0x216, 0x221);

    private static final Set<Integer> WITH_FLAGS = Set.of(0x208, 0x217, 0x222);
    /** Events that describe what was there before have no time, or one near 0. In nanoseconds: the year 2000. */
    private static final long FIRST_TIME = 946_684_800_000_000_000L;

    private static final int HEAD = 8;
    private static final int CPU = 2;
    private static final int FLAGS = 4;
    private static final int BUFFER = 1 << 20;

    private LongCapture() {}

    /**
     * Writes a capture.
     *
     * @param arguments the recorded capture, the new one, and its least size in MB
     */
    public static void main(String[] arguments) throws IOException {
        long size = Long.parseLong(arguments[2]) << 20;
        byte[] bytes = read(Path.of(arguments[0]));
        ByteBuffer recorded = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])), BUFFER)) {
            int firstEvent = firstEvent(recorded);
            out.write(bytes, 0, firstEvent);
            long span = span(recorded, firstEvent);
            for (long written = firstEvent; written < size; written += bytes.length - firstEvent) {
                out.write(bytes, firstEvent, bytes.length - firstEvent);
                later(recorded, firstEvent, span);
            }
        }
    }

    private static byte[] read(Path capture) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(capture), BUFFER)) {
            file.mark(2);
            boolean packed = file.read() == 0x1f && file.read() == 0x8b;
            file.reset();
            return new DataInputStream(packed ? new GZIPInputStream(file) : file).readAllBytes();
        }
    }

    /** Where the time of an event is in its block; negative if the block is no event. */
    private static int timeIn(int type) {
        if (PLAIN.contains(type)) {
            return HEAD + CPU;
        }
        return WITH_FLAGS.contains(type) ? HEAD + CPU + FLAGS : -1;
    }

    private static int firstEvent(ByteBuffer capture) throws IOException {
        for (int at = 0; at + HEAD < capture.limit(); at += capture.getInt(at + 4)) {
            if (timeIn(capture.getInt(at)) > 0) {
                return at;
            }
        }
        throw new EOFException("the capture has no event");
    }

    /** From the first event to after the last one, in nanoseconds. */
    private static long span(ByteBuffer capture, int firstEvent) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (int at = firstEvent; at + HEAD < capture.limit(); at += capture.getInt(at + 4)) {
            int time = timeIn(capture.getInt(at));
            if (time > 0 && capture.getLong(at + time) > FIRST_TIME) {
                first = Math.min(first, capture.getLong(at + time));
                last = Math.max(last, capture.getLong(at + time));
            }
        }
        return last - first + 1;
    }

    private static void later(ByteBuffer capture, int firstEvent, long nanos) {
        for (int at = firstEvent; at + HEAD < capture.limit(); at += capture.getInt(at + 4)) {
            int time = timeIn(capture.getInt(at));
            if (time > 0 && capture.getLong(at + time) > FIRST_TIME) {
                capture.putLong(at + time, capture.getLong(at + time) + nanos);
            }
        }
    }
}
