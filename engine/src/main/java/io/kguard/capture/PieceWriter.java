// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.MachineSnapshot;
import io.kguard.event.StateEntry;
import io.kguard.internal.file.WholeFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apiguardian.api.API;

/**
 * Writes a piece of a capture: blocks as they were in the whole, after a begin that tells what happened before. Falco and
 * sysdig read it like any capture. kguard reads more of its begin than they do, and knows all that it knew in the whole.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class PieceWriter implements BlockSink, Closeable {
    private static final int BUFFER = 1 << 16;

    /** A snapshot is cut into blocks of this size, because a reader has a bound for blocks. */
    private static final int PART = 1 << 20;

    private final OutputStream out;
    private final BlockBuffer block = new BlockBuffer();
    private final byte[] copy = new byte[BUFFER];

    private PieceWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Creates or replaces a file.
     *
     * @param compressed whether it is compressed with gzip
     */
    public static PieceWriter create(Path file, boolean compressed) throws IOException {
        OutputStream stream = WholeFile.create(file);
        try {
            return new PieceWriter(
                    new BufferedOutputStream(compressed ? new GZIPOutputStream(stream, BUFFER) : stream, BUFFER));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Writes the begin of a piece that is not the first one.
     *
     * @param before the reader of the whole, which has read all before the piece
     * @param entries what a recorder would have told of the machine at that moment
     * @param snapshot all that is known of it
     */
    public void begin(ScapReader before, List<StateEntry> entries, MachineSnapshot snapshot) throws IOException {
        new StateBlockWriter(out).write(entries);
        block.begin(BlockType.PIECE_CODE)
                .u8(PieceBlock.OF_READER)
                .text(before.version().number())
                .i64(before.eventCount());
        List<ByteBuffer> enters = new ArrayList<>();
        before.converter().forEachEnter(enters::add);
        block.i32(enters.size());
        enters.forEach(event -> block.i32(event.remaining()).raw(event, event.position(), event.remaining()));
        block.end(out);
        ByteBuffer content = snapshot.content();
        while (content.hasRemaining()) {
            int length = Math.min(PART, content.remaining());
            block.begin(BlockType.PIECE_CODE)
                    .u8(PieceBlock.OF_MACHINE)
                    .i32(length)
                    .raw(content, content.position(), length)
                    .end(out);
            content.position(content.position() + length);
        }
    }

    @Override
    public void block(ByteBuffer buffer, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += BUFFER) {
            int part = Math.min(BUFFER, length - done);
            buffer.get(offset + done, copy, 0, part);
            out.write(copy, 0, part);
        }
    }

    /** Completes the piece. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
