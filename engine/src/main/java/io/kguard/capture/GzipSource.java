// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file, which may have several members. Sizes and checksums are verified. The JDK's stream would end
 * silently where the head of a further member is damaged.
 */
final class GzipSource implements ByteSource {
    private static final int MAGIC = 0x8b1f;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final ByteSource compressed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final ByteBuffer input =
            ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private boolean inMember;
    private long memberSize;

    GzipSource(ByteSource compressed) {
        this.compressed = compressed;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (true) {
            if (!inMember && !startMember()) {
                return -1;
            }
            int from = into.position();
            int count = inflate(into);
            if (count > 0) {
                checksum.update(into.duplicate().position(from).limit(from + count));
                memberSize += count;
            }
            if (inflater.finished()) {
                endMember();
            }
            if (count > 0) {
                return count;
            }
        }
    }

    private int inflate(ByteBuffer into) throws IOException {
        try {
            if (inflater.needsInput()) {
                if (!input.hasRemaining()) {
                    need(1);
                }
                inflater.setInput(input);
            }
            int count = inflater.inflate(into);
            if (count == 0 && inflater.needsDictionary()) {
                throw new ZipException("the compressed data are damaged: they ask for a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException("the compressed data are damaged: " + e.getMessage());
        }
    }

    /** Reads a member's header. Returns false at the end of the file. */
    private boolean startMember() throws IOException {
        if (!input.hasRemaining() && !fill()) {
            return false;
        }
        need(10);
        if ((input.getShort() & 0xffff) != MAGIC || input.get() != 8) {
            throw new ZipException("what follows the compressed data is not compressed by gzip");
        }
        int flags = input.get();
        input.position(input.position() + 6);
        if ((flags & FLAG_EXTRA) != 0) {
            need(2);
            int size = input.getShort() & 0xffff;
            skip(size);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        memberSize = 0;
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        need(8);
        int expected = input.getInt();
        int size = input.getInt();
        if (expected != (int) checksum.getValue() || size != (int) memberSize) {
            throw new ZipException("the compressed data are damaged: their checksum is wrong");
        }
        inMember = false;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            need(1);
            input.get();
        }
    }

    private void skipText() throws IOException {
        do {
            need(1);
        } while (input.get() != 0);
    }

    /** Loads a few bytes of input. */
    private void need(int count) throws IOException {
        while (input.remaining() < count) {
            if (!fill()) {
                throw new EOFException("the compressed data end too early");
            }
        }
    }

    private boolean fill() throws IOException {
        input.compact();
        int count = compressed.read(input);
        input.flip();
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        compressed.close();
    }
}
