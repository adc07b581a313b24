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
 * Reads a tar archive within bounds. A few compressed bytes can expand to any number, and the headers of a file are
 * kept in memory as a whole.
 */
final class TarReader implements AutoCloseable {
    private static final long MAX_HEADERS = 4 << 20;
    /** The bound for everything except the content of files. */
    private static final long MAX_REST = 2L << 30;

    private final Bound bytes;
    private final Deadline deadline;
    private final TarArchiveInputStream tar;
    private boolean begun;

    /**
     * A reader.
     *
     * @param maxBytes the maximum size of all files together
     */
    TarReader(InputStream archive, long maxBytes, Deadline deadline) {
        this.deadline = deadline;
        bytes = new Bound(archive, maxBytes + MAX_REST);
        tar = new TarArchiveInputStream(bytes, UTF_8.name());
    }

    /** The next file or folder, however much of the previous one was read; null at the end. */
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

    /** The content of the current file. */
    TarArchiveInputStream content() {
        return tar;
    }

    /** Reads everything after the last entry. */
    void readRest() throws IOException {
        bytes.transferTo(OutputStream.nullOutputStream());
    }

    /** How many bytes of the archive were read. */
    long bytesRead() {
        return bytes.total;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private final class Bound extends FilterInputStream {
        private long left;
        private long total;
        private long headers = Long.MAX_VALUE;

        Bound(InputStream in, long most) {
            super(in);
            left = most;
        }

        private void count(long n) throws IOException {
            deadline.check();
            left -= n;
            total += n;
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
