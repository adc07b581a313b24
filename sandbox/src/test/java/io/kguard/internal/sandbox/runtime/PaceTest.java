// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sensor.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Limits of time while many threads want the processors. */
@Isolated
class PaceTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final int THREADS_EACH = 8;

    /** Runs something while each processor has many threads that want it. */
    private static void busy(Part part) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch all =
                new CountDownLatch(THREADS_EACH * Runtime.getRuntime().availableProcessors());
        for (long i = all.getCount(); i > 0; i--) {
            Thread thread = new Thread(() -> {
                all.countDown();
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            });
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        all.await();
        try {
            part.run();
        } finally {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    @Test
    void aLimitThatPassesOnABusyMachineIsLonger() throws Exception {
        busy(() -> assertThat(Pace.longer(LIMIT)).isBetween(LIMIT, LIMIT.multipliedBy(20)));
        busy(() -> {
            CountDownLatch fired = new CountDownLatch(1);
            try (Watchdog watchdog = Watchdog.after(LIMIT, fired::countDown)) {
                fired.await();
                assertThat(watchdog.fired()).isTrue();
                assertThat(watchdog.limit()).isGreaterThanOrEqualTo(LIMIT.multipliedBy(2));
            }
        });
    }

    @Test
    void whatComesInTheLongerTimeCame() throws Exception {
        List<Duration> waits = new ArrayList<>();
        busy(() -> assertThat(Pace.await(LIMIT, time -> waits.add(time) && waits.size() == 2))
                .isTrue());
        assertThat(waits).hasSize(2).first().isEqualTo(LIMIT);
    }

    @Test
    void whatNeverComesEnds() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        assertThatThrownBy(() -> Pace.get(never, LIMIT)).isInstanceOf(TimeoutException.class);
        busy(() -> assertThatThrownBy(() -> Pace.get(never, LIMIT)).isInstanceOf(TimeoutException.class));
        assertThat(Pace.await(Duration.ZERO, time -> new CountDownLatch(1).await(0, TimeUnit.MILLISECONDS)))
                .isFalse();
    }

    @Test
    void aClosedWatchdogDoesNothing() throws Exception {
        AtomicBoolean fired = new AtomicBoolean();
        busy(() -> {
            Watchdog.after(LIMIT, () -> fired.set(true)).close();
            CountDownLatch later = new CountDownLatch(1);
            try (Watchdog other = Watchdog.after(LIMIT, later::countDown)) {
                later.await();
                assertThat(other.fired()).isTrue();
            }
        });
        assertThat(fired).isFalse();
    }
}
