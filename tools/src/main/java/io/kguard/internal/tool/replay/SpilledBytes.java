// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Bytes that wait: the first of them in memory, many in a file that is removed. */
final class SpilledBytes implements Closeable {
    private static final int IN_MEMORY = 1 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream spill;

    void write(byte[] bytes) throws IOException {
        if (memory.size() + bytes.length > IN_MEMORY) {
            spill(memory.toByteArray());
            memory.reset();
        }
        memory.write(bytes);
    }

    private void spill(byte[] bytes) throws IOException {
        OutputStream out = spill;
        if (out == null) {
            Path created = Files.createTempFile("kguard-alerts-", ".jsonl");
            file = created;
            out = Files.newOutputStream(created);
            spill = out;
        }
        out.write(bytes);
    }

    /** Writes all bytes. No more can be added afterwards. */
    void writeTo(OutputStream out) throws IOException {
        if (spill != null) {
            spill.close();
        }
        if (file != null) {
            Files.copy(file, out);
        }
        memory.writeTo(out);
    }

    /** Removes what was kept. */
    @Override
    public void close() throws IOException {
        try {
            if (spill != null) {
                spill.close();
            }
        } finally {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
