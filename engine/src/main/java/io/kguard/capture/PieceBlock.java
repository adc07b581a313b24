// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.MachineSnapshot;
import java.nio.ByteBuffer;

/** A block of what a piece of a capture takes over from the pieces before it. {@link PieceWriter} writes it. */
final class PieceBlock {
    /** What the reader of the piece takes over. */
    static final int OF_READER = 1;

    /** A part of what is known of the machine. */
    static final int OF_MACHINE = 2;

    private final BlockCursor in;
    private final int kind;

    /** Begins with the body at a cursor. */
    PieceBlock(BlockCursor in) throws CaptureException {
        this.in = in;
        this.kind = in.u8();
        if (kind != OF_READER && kind != OF_MACHINE) {
            throw in.error(
                    "the begin of a piece has a part of kind " + kind + ", which this version of kguard does not know");
        }
    }

    boolean isSnapshot() {
        return kind == OF_MACHINE;
    }

    MachineSnapshot snapshot() throws CaptureException {
        return new MachineSnapshot(in.bytes(in.i32()));
    }

    /** The version of Falco for which the piece was cut. */
    String version() throws CaptureException {
        return in.text();
    }

    /** The number of events before the piece. */
    long eventCount() throws CaptureException {
        long count = in.i64();
        if (count < 0) {
            throw in.error("a piece can't follow " + count + " events");
        }
        return count;
    }

    /** Lets the enter events wait whose exit events are in the piece. */
    void enters(Converter converter) throws CaptureException {
        for (int left = in.i32(); left > 0; left--) {
            ByteBuffer event = in.bytes(in.i32());
            byte[] own = new byte[event.remaining()];
            event.get(own);
            converter.enter(own);
        }
    }
}
