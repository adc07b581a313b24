// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The unchanged bytes of a channel, after a few that were read before. */
final class ChannelSource implements ByteSource {
    private final ReadableByteChannel channel;
    private final ByteBuffer first;

    ChannelSource(ReadableByteChannel channel, ByteBuffer first) {
        this.channel = channel;
        this.first = first;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (first.hasRemaining()) {
            int count = Math.min(first.remaining(), into.remaining());
            into.put(into.position(), first, first.position(), count);
            into.position(into.position() + count);
            first.position(first.position() + count);
            return count;
        }
        return channel.read(into);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
