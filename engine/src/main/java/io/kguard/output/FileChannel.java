// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** {@code file_output}: appends lines to a file. */
final class FileChannel implements Channel {
    private final Path file;
    private final boolean keepAlive;
    private @Nullable OutputStream open;
    private long written; // to the open file, which may still fail when it is closed

    /** Opens the file, so that an unwritable one is detected at the start. */
    FileChannel(Path file, boolean keepAlive) throws IOException {
        this.file = file;
        this.keepAlive = keepAlive;
        OutputStream stream = append();
        if (keepAlive) {
            this.open = stream;
        } else {
            stream.close();
        }
    }

    private OutputStream append() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public String name() {
        return "file_output to " + file;
    }

    @Override
    public long send(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        if (keepAlive) {
            OutputStream stream = open == null ? append() : open;
            open = stream;
            stream.write(bytes);
            written++;
            return 0;
        }
        try (OutputStream stream = append()) {
            stream.write(bytes);
        }
        return 1;
    }

    @Override
    public long close() throws IOException {
        if (open != null) {
            open.close();
        }
        return written;
    }
}
