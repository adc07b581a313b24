// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.IpAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds one block. */
final class BlockBuffer {
    private static final int HEADER = 8;
    private static final int LONGEST_TEXT = 0xffff;

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    BlockBuffer begin(int code) {
        bytes.clear();
        bytes.putInt(code).putInt(0);
        return this;
    }

    BlockBuffer u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    BlockBuffer bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    BlockBuffer u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    BlockBuffer i32(int value) {
        room(4).putInt(value);
        return this;
    }

    BlockBuffer i64(long value) {
        room(8).putLong(value);
        return this;
    }

    BlockBuffer address(IpAddress address) {
        byte[] value = address.bytes();
        room(value.length).put(value);
        return this;
    }

    /** Appends a string with its length in two bytes before it. */
    BlockBuffer text(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "a capture can't hold a string of " + text.length() + " bytes; " + LONGEST_TEXT + " fit");
        }
        return u16(text.length()).raw(text);
    }

    BlockBuffer raw(String text) {
        room(text.length()).put(text.getBytes(ISO_8859_1));
        return this;
    }

    BlockBuffer raw(ByteBuffer source, int offset, int length) {
        room(length);
        bytes.put(bytes.position(), source, offset, length);
        bytes.position(bytes.position() + length);
        return this;
    }

    /** Leaves space for the length of an entry, which {@link #endEntry} fills in. */
    int beginEntry() {
        int at = bytes.position();
        i32(0);
        return at;
    }

    /** Fills in the length of an entry, which includes the length field. */
    void endEntry(int at) {
        bytes.putInt(at, bytes.position() - at);
    }

    void endEntryWithoutItself(int at) {
        bytes.putInt(at, bytes.position() - at - 4);
    }

    /** Pads the block, completes it and writes it. */
    void end(OutputStream out) throws IOException {
        while ((bytes.position() - HEADER) % 4 != 0) {
            u8(0);
        }
        int size = bytes.position() + 4;
        i32(size);
        bytes.putInt(4, size);
        out.write(bytes.array(), 0, size);
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            ByteBuffer larger =
                    ByteBuffer.allocate(2 * (bytes.position() + count)).order(ByteOrder.LITTLE_ENDIAN);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
