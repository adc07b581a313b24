// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import io.kguard.internal.file.LogLines;
import java.io.IOException;
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
    public static final int LONGEST_LINE = LogLines.LONGEST;

    private final LogLines lines;
    private final Queue<AuditEvent> waiting = new ArrayDeque<>();

    private AuditLog(LogLines lines) {
        this.lines = lines;
    }

    /**
     * Opens a log.
     *
     * @throws IOException if the file does not exist or can't be read
     */
    public static AuditLog open(Path file) throws IOException {
        return new AuditLog(LogLines.open(file));
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
            try {
                byte[] text = lines.next();
                if (text == null) {
                    return null;
                }
                if (!LogLines.isBlank(text)) {
                    waiting.addAll(AuditEvent.parse(text));
                }
            } catch (AuditEventException | LogLines.TooLong e) {
                throw new AuditLogException(lines.name(), lines.number(), String.valueOf(e.getMessage()));
            }
        }
        return waiting.remove();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
