// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.internal.message.Wording;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The reader's end of a BPF ring buffer, in memory shared with the kernel. The kernel maps the data twice in a row, so
 * a record never wraps. Only the reader's position is writable; everything else is read-only.
 *
 * <p>For one thread.
 */
final class RingBuffer implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int HEADER = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** Receives records. */
    public interface Reader {
        /** Called with each record. Its bytes are valid during the call. */
        void read(ByteBuffer data, int offset, int length);
    }

    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final ByteBuffer data;
    private final long mask;
    private long position;

    public RingBuffer(int fd, int bytes) {
        ByteBuffer own = Bpf.mapMemory(fd, 0, PAGE, true);
        ByteBuffer shared = own == null ? null : Bpf.mapMemory(fd, PAGE, PAGE + 2L * bytes, false);
        if (own == null || shared == null) {
            throw new SensorException("The ring buffer of " + bytes + " bytes can't be mapped. Make it smaller ("
                    + Wording.option("ringBytes") + "), or raise the limit of virtual memory (ulimit -v).");
        }
        this.consumer = own;
        this.producer = shared;
        this.data = shared.slice(PAGE, 2 * bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.mask = bytes - 1L;
        this.position = (long) LONG.getAcquire(consumer, 0);
    }

    /**
     * Passes on the complete records in order, up to the last one at the time of the call.
     *
     * @return the number of records, including those that the BPF programs discarded
     */
    public int drain(Reader reader) {
        long end = (long) LONG.getAcquire(producer, 0);
        int records = 0;
        while (position < end) {
            int at = (int) (position & mask);
            int header = (int) INT.getAcquire(data, at);
            if ((header & BUSY) != 0) {
                break;
            }
            int length = header & ~(BUSY | DISCARDED);
            if ((header & DISCARDED) == 0) {
                reader.read(data, at + HEADER, length);
            }
            position += (length + HEADER + 7) & ~7;
            records++;
            if ((records & 63) == 0) {
                LONG.setRelease(consumer, 0, position);
            }
        }
        LONG.setRelease(consumer, 0, position);
        return records;
    }

    @Override
    public void close() {
        Bpf.unmapMemory(producer);
        Bpf.unmapMemory(consumer);
    }
}
