package io.kguard.sandbox.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Archives that are compressed or not: their first bytes say it. */
final class Compression {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b5;

    private Compression() {}

    /** The uncompressed content of a file. */
    static InputStream open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            int first = in.read() << 8 | in.read();
            in.reset();
            if (first == ZSTD) {
                in.close();
                return ZstdStream.open(file);
            }
            return first == GZIP ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
