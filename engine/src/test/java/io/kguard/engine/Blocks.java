// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The blocks of a capture, read without kguard's own reader. */
final class Blocks {
    /** Blocks that kguard alone writes and reads. */
    static final IntPredicate OF_KGUARD = code -> code == 0x80004B47;

    private Blocks() {}

    private static byte[] bytes(Path capture) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        if (bytes[0] == 0x1f) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(capture))) {
                return in.readAllBytes();
            }
        }
        return bytes;
    }

    /** Copies a capture without compression. */
    static void copy(Path capture, Path to) throws IOException {
        Files.write(to, bytes(capture));
    }

    /** Copies a capture without some blocks, and without compression. */
    static Path without(Path capture, IntPredicate codes, Path to) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int at = 0; at < bytes.limit(); at += bytes.getInt(at + 4)) {
                if (!codes.test(bytes.getInt(at))) {
                    out.write(bytes.array(), at, bytes.getInt(at + 4));
                }
            }
        }
        return to;
    }

    /** The positions of the bytes in the bodies of some blocks of a capture that is not compressed. */
    static IntStream positions(byte[] capture, IntPredicate codes) {
        ByteBuffer bytes = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        IntStream positions = IntStream.empty();
        for (int at = 0; at < bytes.limit(); at += bytes.getInt(at + 4)) {
            if (codes.test(bytes.getInt(at))) {
                positions = IntStream.concat(positions, IntStream.range(at + 8, at + bytes.getInt(at + 4) - 4));
            }
        }
        return positions;
    }
}
