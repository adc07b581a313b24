// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.machine.Machine.MachineLimits;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages captures at random. Reading them ends normally or with a clear error, and in no other way. */
@Execution(CONCURRENT)
class CaptureFuzzTest {
    private static final long SEED = Long.getLong("kguard.fuzz.seed", new Random().nextLong());
    private static final int ROUNDS = Integer.getInteger("kguard.fuzz.rounds", Share.of(1000));

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aDamagedCaptureIsReadOrRefused() throws IOException {
        fuzz(Sample.capture(5), ROUNDS);
    }

    @RequiresShared
    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2", "g3", "g4", "g5"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void soIsOneOfManyKindsOfEvents(String name) throws IOException {
        fuzz(Files.readAllBytes(Shared.path("falco-facts/golden/" + name + ".scap")), ROUNDS / 4);
    }

    private static void fuzz(byte[] original, int rounds) {
        Random random = new Random(SEED);
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = damage(original, random);
            for (FalcoVersion version : FalcoVersion.values()) {
                try {
                    replay(damaged, version);
                } catch (CaptureException e) {
                    assertThat(e.offset()).isBetween(0L, (long) damaged.length);
                } catch (MalformedEventException e) {
                    assertThat(e).hasMessageStartingWith("event ");
                } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
                    throw new AssertionError(
                            "round " + round + " with -Dkguard.fuzz.seed=" + SEED + ", Falco " + version, e);
                }
            }
        }
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = original.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length - 8);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> buffer.putShort(at, (short) random.nextInt());
                case 3 -> buffer.putInt(at, random.nextInt());
                default -> buffer.putLong(at, random.nextBoolean() ? -1 : random.nextLong());
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void replay(byte[] capture, FalcoVersion version) throws IOException {
        Machine machine = new Machine(version, new MachineLimits(100, 50), Machine.View.REPLAY);
        Event event = new Event(version);
        try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(capture), "damaged", version, machine)) {
            while (reader.next(event)) {
                machine.apply(event);
                look(machine);
                machine.finish(event);
            }
        }
        AtomicInteger threads = new AtomicInteger();
        machine.forEachThread(thread -> threads.incrementAndGet());
        assertThat(threads.get()).isLessThanOrEqualTo(100);
    }

    private static void look(Machine machine) {
        if (machine.fd() != null) {
            assertThat(machine.fd().name()).isNotNull();
        }
        if (machine.thread() != null) {
            assertThat(machine.thread().cmdline()).isNotNull();
            assertThat(machine.thread().ancestor(3)).isNotSameAs(machine);
            assertThat(machine.thread().fdCount()).isLessThanOrEqualTo(50);
        }
    }
}
