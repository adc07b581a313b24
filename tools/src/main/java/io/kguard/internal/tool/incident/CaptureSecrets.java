// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.capture.ScapReader;
import io.kguard.capture.ScapWriter;
import io.kguard.event.Event;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Copies a capture without what looks like a secret. Each character of it becomes an X, so nothing else changes its place. */
final class CaptureSecrets {
    private static final String ENVIRONMENTS = "environments";
    private static final String COMMAND_LINES = "command lines";
    private static final String DATA = "what was read or written";

    private final FalcoVersion version;
    private final boolean withData;
    private final Set<String> found = new TreeSet<>();

    /**
     * A copy.
     *
     * @param withData whether all data that was read or written is replaced, too
     */
    CaptureSecrets(FalcoVersion version, boolean withData) {
        this.version = version;
        this.withData = withData;
    }

    /** Where something was replaced. */
    Set<String> found() {
        return found;
    }

    void copy(Path from, Path to) throws IOException {
        Event event = new Event(version);
        Event view = new Event(version);
        try (ScapWriter writer = ScapWriter.create(to);
                ScapReader reader = ScapReader.open(from, version, entries(writer))) {
            while (reader.next(event)) {
                ByteBuffer copy = ByteBuffer.allocate(event.length()).order(ByteOrder.LITTLE_ENDIAN);
                event.copyTo(copy);
                copy.flip();
                view.wrap(copy, 0, copy.limit(), event.number(), event.cpu());
                mask(view, copy);
                writer.write(copy, event.cpu(), event.stateOnly());
            }
        }
    }

    private void mask(Event event, ByteBuffer bytes) {
        EventType type = event.type();
        for (int i = 0; i < event.paramCount(); i++) {
            if (type.param(i).type() == ParamType.BYTEBUF) {
                String value = event.bytes(i);
                String masked = masked(type.param(i).name(), value);
                if (!masked.equals(value)) {
                    bytes.put(event.valueOffset(i), masked.getBytes(ISO_8859_1));
                }
            }
        }
    }

    private String masked(String parameter, String value) {
        return switch (parameter) {
            case "env" -> noted(ENVIRONMENTS, value, Secrets.maskedEnvironment(value));
            case "args" -> noted(COMMAND_LINES, value, Secrets.maskedArguments(value));
            case "data" -> withData ? noted(DATA, value, "X".repeat(value.length())) : value;
            default -> value;
        };
    }

    private String noted(String where, String before, String after) {
        if (!before.equals(after)) {
            found.add(where);
        }
        return after;
    }

    private StateSink entries(StateSink sink) {
        return new StateSink() {
            @Override
            public void reset() {
                sink.reset();
            }

            @Override
            public void entry(StateEntry entry) {
                sink.entry(entry instanceof ProcessEntry process ? masked(process) : entry);
            }
        };
    }

    private ProcessEntry masked(ProcessEntry entry) {
        return entry.with(Part.ARGS, masked("args", entry.text(Part.ARGS)))
                .with(Part.ENV, masked("env", entry.text(Part.ENV)));
    }
}
