// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Starts Testcontainers, which first starts a container of its own, Ryuk. Where Docker can't pull that, Testcontainers would try for
 * minutes with each container, and not say what failed.
 */
final class TestcontainersStart {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private TestcontainersStart() {}

    /**
     * The client of the daemon that Testcontainers finds.
     *
     * @throws IllegalStateException if no daemon answers
     * @throws SandboxException if Testcontainers does not start, or if the daemon is Podman
     */
    static DockerClient client() {
        return within(LIMIT, () -> {
            DockerClientFactory factory = DockerClientFactory.instance();
            DockerVersion.refusePodman(
                    new DockerHttp(factory.getTransportConfig().getDockerHost())); // before it starts a container
            return factory.client();
        });
    }

    static DockerClient within(Duration limit, Supplier<DockerClient> start) {
        FutureTask<DockerClient> task = new FutureTask<>(start::get);
        Thread starter = new Thread(task, "kguard-testcontainers");
        starter.setDaemon(true);
        starter.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw notStarted("it did not answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException noDaemon) {
                throw noDaemon;
            }
            if (e.getCause() instanceof SandboxException refused) {
                throw refused;
            }
            if (e.getCause() instanceof Error error) {
                throw error; // a class may be missing
            }
            throw notStarted(DockerMessages.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStarted("interrupted", e);
        }
    }

    private static SandboxException notStarted(String why, @Nullable Exception cause) {
        return new SandboxException(
                Reason.NOT_SUPPORTED,
                "Testcontainers does not start: " + why
                        + "\nIts container Ryuk comes first, and Docker must pull that. Set the environment variable"
                        + " TESTCONTAINERS_RYUK_DISABLED=true: kguard itself removes what a killed run left."
                        + " Or use " + Wording.given("runtime") + "=runc.",
                cause);
    }
}
