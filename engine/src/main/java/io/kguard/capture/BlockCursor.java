// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.IpAddress;
import io.kguard.event.TextPool;
import java.nio.ByteBuffer;

/** Reads the body of a block field by field, never beyond its end. */
final class BlockCursor {
    private final TextPool texts = new TextPool();
    private final String capture;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private String what = "";
    private long base;
    private int position;
    private int end;

    BlockCursor(String capture) {
        this.capture = capture;
    }

    /**
     * Starts a body.
     *
     * @param what the kind of block, for messages
     * @param base the offset in the capture of the buffer's first byte
     */
    void begin(ByteBuffer buffer, int position, int end, String what, long base) {
        this.buffer = buffer;
        this.position = position;
        this.end = end;
        this.what = what;
        this.base = base;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    int u8() throws CaptureException {
        return buffer.get(take(1)) & 0xff;
    }

    boolean bool() throws CaptureException {
        return u8() != 0;
    }

    int u16() throws CaptureException {
        return buffer.getShort(take(2)) & 0xffff;
    }

    int i32() throws CaptureException {
        return buffer.getInt(take(4));
    }

    long i64() throws CaptureException {
        return buffer.getLong(take(8));
    }

    IpAddress ipv4() throws CaptureException {
        return IpAddress.readIpv4(buffer, take(4));
    }

    IpAddress ipv6() throws CaptureException {
        return IpAddress.readIpv6(buffer, take(16));
    }

    /** A string with its length in two bytes before it. */
    String text() throws CaptureException {
        return text(u16());
    }

    /** A string of a given length. */
    String text(int length) throws CaptureException {
        return texts.get(buffer, take(length), length);
    }

    /** A string in a field of fixed size, up to its first NUL. */
    String paddedText(int size) throws CaptureException {
        String text = text(size);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    /** Moves to the end of an entry, past any unknown fields. */
    void moveTo(int newPosition) throws CaptureException {
        if (newPosition < position || newPosition > end) {
            throw error("an entry of a " + what + " is longer than its length says, or leaves its block");
        }
        position = newPosition;
    }

    CaptureException error(String text) {
        return new CaptureException(capture, base + position, text);
    }

    private int take(int count) throws CaptureException {
        if (count < 0 || count > end - position) {
            throw error("a " + what + " ends within an entry");
        }
        int at = position;
        position += count;
        return at;
    }
}
