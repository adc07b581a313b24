// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

/**
 * Numbers in the bytes of a capture. In a short replay the JVM compiles code once, without much inlining: methods as small as these
 * are inlined even then, those of a {@code ByteBuffer} are not.
 */
final class LittleEndian {
    private LittleEndian() {}

    static int unsignedShort(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << Byte.SIZE;
    }

    static int number(byte[] bytes, int at) {
        return unsignedShort(bytes, at) | unsignedShort(bytes, at + 2) << Short.SIZE;
    }

    static long longNumber(byte[] bytes, int at) {
        return number(bytes, at) & 0xffffffffL | (long) number(bytes, at + 4) << Integer.SIZE;
    }

    static void putShort(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> Byte.SIZE);
    }

    static void putInt(byte[] bytes, int at, int value) {
        putShort(bytes, at, value);
        putShort(bytes, at + 2, value >>> Short.SIZE);
    }
}
