// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.internal.message.Wording;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Puts markers into the ring buffer, and waits until they come out at the other end. They come out in order. */
final class Barriers {
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final int program;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ByteBuffer context = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
    private long last;
    private long passed;
    private boolean ended;
    private @Nullable Throwable failure;

    Barriers(int program, Duration timeout) {
        this.program = program;
        this.timeout = timeout;
    }

    /** Waits until everything recorded before the call has been read. */
    void await() {
        lock.lock();
        try {
            Limit limit = new Limit();
            long number = put(limit);
            while (passed < number) {
                if (ended) {
                    throw new SensorException(
                            "The sensor ended while a barrier waited" + (failure == null ? "." : ": " + failure),
                            failure);
                }
                boolean over = limit.isOver();
                if (passed < number) { // it may have come out meanwhile
                    if (over) {
                        throw late(limit, "its marker did not come out");
                    }
                    moved.awaitNanos(limit.left());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SensorException("Interrupted while a barrier waited", e);
        } finally {
            lock.unlock();
        }
    }

    /** Puts a marker in. If the ring buffer is full, waits for its reader to make room. */
    private long put(Limit limit) throws InterruptedException {
        last++;
        while (true) {
            context.putLong(0, last);
            int result = Bpf.runProgram(program, context);
            if (result == 0) {
                return last;
            }
            if (result != -Bpf.EAGAIN) {
                throw new SensorException("The barrier could not be put into the ring buffer: errno " + -result + ".");
            }
            if (ended || limit.isOver()) {
                throw late(limit, "the ring buffer stayed full");
            }
            moved.awaitNanos(RETRY_NANOS);
        }
    }

    /** The time of one call, which is longer on a busy machine. */
    private final class Limit {
        private final long begin = System.nanoTime();
        private Duration given = timeout;
        private boolean isFinal = timeout.isZero();

        long left() {
            return begin + given.toNanos() - System.nanoTime();
        }

        /** The lock is released while the machine is looked at: the reader of the ring buffer must not wait for that. */
        boolean isOver() {
            if (left() <= 0 && !isFinal) {
                isFinal = true;
                lock.unlock();
                try {
                    given = given.plus(Pace.longer(timeout));
                } finally {
                    lock.lock();
                }
            }
            return left() <= 0;
        }
    }

    private SensorException late(Limit limit, String why) {
        return new SensorException("After " + limit.given.toMillis() + " ms the barrier had not passed: " + why
                + ". The machine is overloaded, or the consumer of an event is stuck; nothing can be said about the "
                + "simulation. Run fewer simulations at once (" + Wording.option("parallel") + ").");
    }

    /** Called when a marker has come out. */
    void pass(long number) {
        lock.lock();
        try {
            passed = number;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called when no more markers will come out. */
    void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            ended = true;
            failure = cause;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
