// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster.access;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads values in ASN.1's distinguished encoding, one after another. What is none ends in an
 * {@link IllegalArgumentException}.
 *
 * <p>Source: ITU-T X.690.
 */
final class DerReader {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int SEQUENCE = 0x30;

    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;

    private final ByteBuffer bytes;

    DerReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes.clone());
    }

    /** The content of the next value. */
    byte[] content(int tag) {
        byte[] content = new byte[header(tag)];
        bytes.get(content);
        return content;
    }

    /** The next value with its tag and its length. */
    byte[] whole(int tag) {
        int start = bytes.position();
        int length = header(tag);
        bytes.position(bytes.position() + length);
        return Arrays.copyOfRange(bytes.array(), start, bytes.position());
    }

    /** The next value, an object identifier, as numbers with dots between them. */
    String objectIdentifier() {
        StringBuilder text = new StringBuilder();
        long number = 0;
        for (byte part : content(OBJECT_IDENTIFIER)) {
            number = number << 7 | part & 0x7f;
            if (part >= 0) { // the last byte of a number
                text.append(text.isEmpty() ? number / 40 + "." + number % 40 : "." + number);
                number = 0;
            }
        }
        return text.toString();
    }

    /** Reads a value's tag and length. */
    private int header(int tag) {
        if (bytes.remaining() < 2 || (bytes.get() & 0xff) != tag) {
            throw new IllegalArgumentException("a value of type " + tag + " is missing");
        }
        int length = bytes.get() & 0xff;
        if (length >= LONG_FORM) {
            int count = length - LONG_FORM;
            if (count == 0 || count > MAX_LENGTH_BYTES || count > bytes.remaining()) {
                throw new IllegalArgumentException("a value has a length that it can't have");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes.get() & 0xff;
            }
        }
        if (length > bytes.remaining()) {
            throw new IllegalArgumentException("a value is cut off");
        }
        return length;
    }
}
