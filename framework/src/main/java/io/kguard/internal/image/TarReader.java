// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive within bounds. A few bytes can stand for as many as one likes, where they are compressed, and the
 * headers of a file are kept in memory whole.
 */
final class TarReader implements AutoCloseable {
    private static final long MAX_HEADERS = 4 << 20;
    /** Beside what the files hold. */
    private static final long MAX_REST = 2L << 30;

    private final Bound bytes;
    private final TarArchiveInputStream tar;
    private boolean begun;

    /**
     * Reads nothing yet.
     *
     * @param maxBytes what its files may hold together
     */
    TarReader(InputStream archive, long maxBytes) {
        bytes = new Bound(archive, maxBytes + MAX_REST);
        tar = new TarArchiveInputStream(bytes, UTF_8.name());
    }

    /** The next file or folder, whatever was read of the one before; null at the end. */
    @Nullable
    TarArchiveEntry next() throws IOException {
        if (begun) {
            tar.transferTo(OutputStream.nullOutputStream());
        }
        begun = true;
        bytes.headers = MAX_HEADERS;
        TarArchiveEntry entry = tar.getNextEntry();
        bytes.headers = Long.MAX_VALUE;
        return entry;
    }

    /** The content of the present file. */
    TarArchiveInputStream content() {
        return tar;
    }

    /** Reads what comes after the end. */
    void readRest() throws IOException {
        bytes.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static final class Bound extends FilterInputStream {
        private long left;
        private long headers = Long.MAX_VALUE;

        Bound(InputStream in, long most) {
            super(in);
            left = most;
        }

        private void count(long n) throws IOException {
            left -= n;
            headers -= n;
            if (left < 0) {
                throw new IOException("the archive is too large");
            }
            if (headers < 0) {
                throw new IOException("the headers of a file are larger than " + MAX_HEADERS + " bytes");
            }
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        @Override
        public long skip(long most) throws IOException {
            long n = super.skip(most);
            count(n);
            return n;
        }
    }
}
