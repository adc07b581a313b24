// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a request to the host: a frame with its length, a type, and parts. Reused from request to request. */
final class PluginRequest {
    private static final int HEAD = 4;

    private byte[] frame = new byte[1 << 12];
    private int length;

    PluginRequest begin(char type) {
        length = HEAD;
        return bit8(type);
    }

    private PluginRequest bit8(int value) {
        room(1);
        frame[length++] = (byte) value;
        return this;
    }

    PluginRequest flag(boolean value) {
        return bit8(value ? 1 : 0);
    }

    PluginRequest number(int value) {
        room(Integer.BYTES);
        put(length, value);
        length += Integer.BYTES;
        return this;
    }

    PluginRequest number(long value) {
        return number((int) (value >>> Integer.SIZE)).number((int) value);
    }

    PluginRequest bytes(byte[] data) {
        number(data.length);
        room(data.length);
        System.arraycopy(data, 0, frame, length, data.length);
        length += data.length;
        return this;
    }

    /** A text in Latin-1. */
    PluginRequest text(String text) {
        return bytes(text.getBytes(ISO_8859_1));
    }

    PluginRequest utf8(String text) {
        return bytes(text.getBytes(UTF_8));
    }

    /** A file, as absolute path. */
    PluginRequest path(Path file) {
        return utf8(file.toAbsolutePath().toString());
    }

    void send(OutputStream out) throws IOException {
        put(0, length - HEAD);
        out.write(frame, 0, length);
        out.flush();
    }

    private void put(int at, int value) {
        frame[at] = (byte) (value >>> 24);
        frame[at + 1] = (byte) (value >>> 16);
        frame[at + 2] = (byte) (value >>> 8);
        frame[at + 3] = (byte) value;
    }

    private void room(int more) {
        if (frame.length - length < more) {
            frame = Arrays.copyOf(frame, Math.max(frame.length * 2, length + more));
        }
    }
}
