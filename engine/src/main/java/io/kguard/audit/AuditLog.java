// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import io.kguard.internal.file.OwnFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audit log of an API server, in the format of {@code --audit-log-path} with {@code --audit-log-format=json}:
 * each line holds one event or a list of events. Empty lines are skipped. Keeps one line at a time in memory.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class AuditLog implements AutoCloseable {
    /** The longest line, in bytes: the size of the largest list that Falco's plugin accepts from an API server. */
    public static final int LONGEST_LINE = 12 << 20;

    private final String name;
    private final InputStream input;
    private final byte[] chunk = new byte[1 << 16];
    private final Queue<AuditEvent> waiting = new ArrayDeque<>();
    private int at;
    private int end;
    private long line;

    private AuditLog(String name, InputStream input) {
        this.name = name;
        this.input = input;
    }

    /**
     * Opens a log.
     *
     * @throws IOException if the file does not exist or can't be read
     */
    public static AuditLog open(Path file) throws IOException {
        OwnFolder.check(file);
        return new AuditLog(file.toString(), Files.newInputStream(file));
    }

    /**
     * Reads the next event.
     *
     * @return the event, or null at the end of the log
     * @throws AuditLogException if a line is too long, or is not an audit event that Falco would accept
     * @throws IOException if the log can't be read
     */
    public @Nullable AuditEvent next() throws IOException {
        while (waiting.isEmpty()) {
            byte[] text = nextLine();
            if (text == null) {
                return null;
            }
            if (!isBlank(text)) {
                try {
                    waiting.addAll(AuditEvent.parse(text));
                } catch (AuditEventException e) {
                    throw new AuditLogException(name, line, String.valueOf(e.getMessage()));
                }
            }
        }
        return waiting.remove();
    }

    private byte @Nullable [] nextLine() throws IOException {
        line++;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int stop = at;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            text.write(chunk, at, stop - at);
            if (text.size() > LONGEST_LINE) {
                throw new AuditLogException(
                        name,
                        line,
                        "the line is longer than " + LONGEST_LINE + " bytes; an audit log has an event in each");
            }
            at = stop + 1;
            if (stop < end) {
                return text.toByteArray();
            }
        }
        return any ? text.toByteArray() : null;
    }

    private boolean fill() throws IOException {
        end = Math.max(0, input.read(chunk));
        at = 0;
        return end > 0;
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
