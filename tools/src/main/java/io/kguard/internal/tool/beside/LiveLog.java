// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventTime;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a Falco that watches prints. One thread reads it, so that Falco never waits; others wait for the alerts of canaries.
 * Thread-safe.
 */
final class LiveLog {
    private static final String INTERNAL = "Falco internal: ";
    private static final String DROP = INTERNAL + "syscall event drop";
    /** On a machine that is idle. The canaries say that Falco watches. */
    private static final String IDLE = INTERNAL + "timeouts notification";

    private static final int MAX_LINE = 1 << 22;
    private static final int MAX_LINES = 100_000;

    private final FalcoCanary canary;
    private final List<String> lines = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();
    /** The times of the canaries' events, by their numbers. */
    private final TreeMap<Integer, Long> seen = new TreeMap<>();

    private final StringBuilder words = new StringBuilder();
    private String failure = "";
    private boolean ended;

    /**
     * What Falco says of events that it lost.
     *
     * @param time of the event at which it noticed, in nanoseconds since the epoch
     */
    record Drop(long time, String text) {}

    LiveLog(FalcoCanary canary) {
        this.canary = canary;
    }

    /** Reads to the end. */
    void read(InputStream output) {
        try (Reader reader = new BufferedReader(new InputStreamReader(output, UTF_8))) {
            for (String line = line(reader); line != null; line = line(reader)) {
                take(line);
            }
        } catch (IOException e) {
            fail("its output can't be read: " + e.getMessage());
        }
        end();
    }

    private static @Nullable String line(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next != '\n'; next = reader.read()) {
            if (next < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("a line is longer than " + MAX_LINE + " characters");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private synchronized void take(String line) {
        if (!line.startsWith("{")) {
            words.append(line).append('\n'); // what it says at its end
            words.setLength(Math.min(words.length(), MAX_LINE));
            return;
        }
        try {
            JsonValue json = JsonValue.parse(line);
            String rule = text(json, "rule");
            if (rule.equals(canary.rule())) {
                alerted(json, line);
            } else if (rule.startsWith(DROP)) {
                drops.add(new Drop(time(json), text(json, "output")));
            } else if (rule.startsWith(INTERNAL)) {
                failure = failure.isEmpty() && !rule.startsWith(IDLE) ? "it says: " + line : failure;
            } else if (lines.size() == MAX_LINES) {
                failure = "it raised more than " + MAX_LINES + " alerts in one scenario";
            } else {
                lines.add(line);
            }
        } catch (JsonException | DateTimeException e) {
            failure = "it wrote a line that is no alert: " + line;
        }
        notifyAll();
    }

    private void alerted(JsonValue json, String line) {
        JsonValue fields = json.get("output_fields");
        JsonValue file = fields == null ? null : fields.get("fd.name");
        OptionalInt number = file == null ? OptionalInt.empty() : canary.number(file.text());
        if (number.isPresent()) {
            seen.putIfAbsent(number.getAsInt(), time(json));
        } else {
            failure = "it wrote a canary's alert without its number: " + line;
        }
    }

    private static String text(JsonValue json, String key) {
        JsonValue value = json.get(key);
        return value == null || value.kind() != JsonValue.Kind.STRING ? "" : value.text();
    }

    private static long time(JsonValue json) {
        return EventTime.nanos(Instant.parse(text(json, "time")));
    }

    private synchronized void fail(String reason) {
        failure = reason;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for the alert of a canary. Returns false if the time is over, or if it can't come any more. */
    synchronized boolean await(int number, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!seen.containsKey(number)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || ended || !failure.isEmpty()) {
                return false;
            }
            wait(left);
        }
        return failure.isEmpty();
    }

    /** When the event of a canary happened whose alert has arrived. */
    synchronized long timeOf(int number) {
        Long time = seen.get(number);
        if (time == null) {
            throw new IllegalStateException("canary " + number + " has not arrived");
        }
        return time;
    }

    /** Whether a canary's event lies between two times. */
    synchronized boolean isProvenBetween(long after, long before) {
        return seen.values().stream().anyMatch(time -> time > after && time < before);
    }

    /** Takes the alerts so far. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    synchronized List<Drop> drops() {
        return List.copyOf(drops);
    }

    /** Why it can't be trusted; empty if nothing is known against it. */
    synchronized String failure() {
        return failure;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** What it printed that is no alert. */
    synchronized String words() {
        return words.toString();
    }
}
