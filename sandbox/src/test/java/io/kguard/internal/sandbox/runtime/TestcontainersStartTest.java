// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.kguard.internal.sandbox.SandboxException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerFetchException;

/** If Testcontainers does not start, that is said soon, with what to do. */
class TestcontainersStartTest {
    @Test
    void aStartThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> TestcontainersStart.within(Duration.ofMillis(1), () -> hang(never)))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith("Testcontainers does not start: it did not answer within 0 s")
                .hasMessageContaining("TESTCONTAINERS_RYUK_DISABLED=true");
        never.countDown();
    }

    @Test
    void aStartThatFailsSaysWhy() {
        assertThatThrownBy(() -> TestcontainersStart.within(Duration.ofSeconds(30), () -> {
                    throw new ContainerFetchException("Can't get Docker image", new Exception("connection refused"));
                }))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith("Testcontainers does not start: connection refused\n")
                .hasMessageContaining("TESTCONTAINERS_RYUK_DISABLED=true");
    }

    @Test
    void noDaemonIsAnotherMatter() {
        assertThatThrownBy(() -> TestcontainersStart.within(Duration.ofSeconds(30), () -> {
                    throw new IllegalStateException("no daemon");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no daemon");
    }

    private static DockerClient hang(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the test is over");
    }
}
