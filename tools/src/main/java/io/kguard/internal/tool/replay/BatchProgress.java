// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import io.kguard.internal.console.Console;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What is said while many captures are read: how many are done, how much of their bytes, and how long the rest may take. A line
 * every few seconds, or on a terminal one that changes.
 */
final class BatchProgress {
    /** How often to look, in milliseconds. */
    static final long TICK = 500;

    private static final long PAUSE = Duration.ofSeconds(10).toNanos();
    private static final int MINUTE = 60;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PERCENT = 100;

    private final Console console;
    private final int captures;
    private final long bytes;
    private final LongSupplier nanos;
    private final long start;
    private final Map<FileChannel, Long> reading = new LinkedHashMap<>();
    private long said;
    private int done;
    private long bytesDone;

    BatchProgress(Console console, int captures, long bytes, LongSupplier nanos) {
        this.console = console;
        this.captures = captures;
        this.bytes = bytes;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.said = start;
    }

    /** A capture is read from now on. */
    synchronized void begin(FileChannel capture) throws IOException {
        reading.put(capture, capture.size());
    }

    /** A capture is no longer read. */
    synchronized void end(FileChannel capture) {
        Long size = reading.remove(capture);
        bytesDone += size == null ? 0 : size;
        done++;
    }

    /** Says how far it is, if it is time to. */
    synchronized void tick() {
        long now = nanos.getAsLong();
        boolean inPlace = console.inPlace() != null;
        if (console.quiet() || !inPlace && now - said < PAUSE) {
            return;
        }
        said = now;
        if (inPlace) {
            console.replace(line(now));
        } else {
            console.line(line(now));
        }
    }

    /** Clears the line that changes. */
    synchronized void ended() {
        if (!console.quiet()) {
            console.replace("");
        }
    }

    /** A time as people say it. */
    static String time(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        long minutes = Math.round((double) seconds / MINUTE);
        return minutes < 2 * MINUTE ? minutes + " min" : minutes / MINUTE + " h " + minutes % MINUTE + " min";
    }

    private String line(long now) {
        long read = bytesDone;
        for (FileChannel capture : reading.keySet()) {
            try {
                read += capture.position();
            } catch (IOException e) {
                // it is being closed, and counts when it is done
            }
        }
        String left = read == 0
                ? ""
                : ", about "
                        + time(Math.round((now - start) / NANOS_PER_SECOND / read * Math.max(0, bytes - read)))
                        + " left";
        return String.format(
                Locale.ROOT,
                "  %d of %d captures read, %d %% of their bytes%s",
                done,
                captures,
                bytes == 0 ? PERCENT : PERCENT * read / bytes,
                left);
    }
}
