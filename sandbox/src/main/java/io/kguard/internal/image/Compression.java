// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Detects by the first bytes how an archive is compressed, if at all. */
final class Compression {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b5;

    private static final String ZSTD_LIBRARY = "com.github.luben:zstd-jni";
    private static final String ZSTD_CLASS = "com.github.luben.zstd.ZstdInputStreamNoFinalizer";

    private Compression() {}

    /** The uncompressed content of a file. */
    static InputStream open(Path file) throws IOException {
        return open(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), String.valueOf(file.getFileName()));
    }

    /** The uncompressed content of a file with a name, which is closed with it. */
    static InputStream open(InputStream file, String name) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, BUFFER);
        try {
            in.mark(2);
            int first = in.read() << 8 | in.read();
            in.reset();
            if (first == ZSTD) {
                return zstd(in, name);
            }
            return first == GZIP ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream zstd(InputStream in, String file) throws IOException {
        if (!hasZstd()) {
            throw new IOException(
                    file + " is compressed with zstd, and " + ZSTD_LIBRARY
                            + ", which reads that, is not on the class path. Add it to the dependencies, or compress with gzip.");
        }
        try {
            return ZstdStream.open(in, file);
        } catch (LinkageError e) {
            throw new IOException(
                    file + " is compressed with zstd, and " + ZSTD_LIBRARY + ", which reads that, does not work here: "
                            + e,
                    e);
        }
    }

    private static boolean hasZstd() {
        try {
            Class.forName(ZSTD_CLASS, false, Compression.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
