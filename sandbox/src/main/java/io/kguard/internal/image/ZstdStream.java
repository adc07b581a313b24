// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses zstd with the optional library zstd-jni, because the JDK can't. This class can't be loaded without the
 * library.
 */
final class ZstdStream extends FilterInputStream {
    private final String file;

    private ZstdStream(InputStream in, String file) {
        super(in);
        this.file = file;
    }

    /**
     * Decompresses a stream, which is closed with this one.
     *
     * @param file its name, for messages
     */
    static InputStream open(InputStream compressed, String file) throws IOException {
        return new ZstdStream(new ZstdInputStreamNoFinalizer(compressed), file);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (ZstdIOException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (ZstdIOException e) {
            throw damaged(e);
        }
    }

    private IOException damaged(ZstdIOException e) {
        return new IOException(file + " can't be uncompressed: " + e.getMessage(), e);
    }
}
