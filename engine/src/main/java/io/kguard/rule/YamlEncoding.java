// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the bytes of a YAML file are read: by a byte order mark, or by the zeros of UTF-16 and UTF-32, and else as UTF-8. */
final class YamlEncoding {
    /** A byte that is no UTF-8 is this plus the byte: an unpaired surrogate, which no text contains otherwise. */
    static final char RAW_BYTES = 0xdc00;

    private YamlEncoding() {}

    /** The text in a file, without its byte order mark. Bytes that are no UTF-8 are kept as unpaired surrogates. */
    public static String decode(byte[] bytes) {
        byte[] first = Arrays.copyOf(bytes, 4);
        int mark = ByteBuffer.wrap(first).getInt();
        if (mark == 0xfffe0000 && bytes.length > 3) {
            return wide(bytes, 4, Charset.forName("UTF-32LE"), 4);
        } else if (mark == 0xfeff) {
            return wide(bytes, 4, Charset.forName("UTF-32BE"), 4);
        } else if (mark >>> 16 == 0xfffe) {
            return wide(bytes, 2, StandardCharsets.UTF_16LE, 2);
        } else if (mark >>> 16 == 0xfeff) {
            return wide(bytes, 2, StandardCharsets.UTF_16BE, 2);
        } else if (mark >>> 8 == 0xefbbbf) {
            return utf8(ByteBuffer.wrap(bytes, 3, bytes.length - 3));
        }
        return unmarked(bytes, first);
    }

    private static String unmarked(byte[] bytes, byte[] first) {
        if (bytes.length > 1 && isCommon(first[0]) && first[1] == 0) {
            return bytes.length > 3 && first[2] == 0 && first[3] == 0
                    ? wide(bytes, 0, Charset.forName("UTF-32LE"), 4)
                    : wide(bytes, 0, StandardCharsets.UTF_16LE, 2);
        } else if (bytes.length > 2 && first[0] == 0 && first[1] == 0 && first[2] == 0) {
            return wide(bytes, 0, Charset.forName("UTF-32BE"), 4);
        } else if (bytes.length > 1 && first[0] == 0 && isCommon(first[1])) {
            return wide(bytes, 0, StandardCharsets.UTF_16BE, 2);
        }
        return utf8(ByteBuffer.wrap(bytes));
    }

    /** Whether a byte is none of those that begin or end a byte order mark. */
    private static boolean isCommon(byte b) {
        return switch (b & 0xff) {
            case 0, 0xbb, 0xbf, 0xef, 0xfe, 0xff -> false;
            default -> true;
        };
    }

    /** The end of the input is a character to Falco's parser, so no other may look like it. */
    private static String wide(byte[] bytes, int start, Charset charset, int width) {
        int whole = Math.max(0, bytes.length - start) / width * width;
        return new String(bytes, Math.min(start, bytes.length), whole, charset).replace(YamlStream.END, '\uFFFD');
    }

    private static String utf8(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        while (true) {
            CoderResult result = decoder.decode(bytes, text, true);
            if (!result.isError()) {
                return text.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (RAW_BYTES + (bytes.get() & 0xff)));
            }
        }
    }
}
