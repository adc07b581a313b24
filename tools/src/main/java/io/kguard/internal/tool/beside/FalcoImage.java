// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;

/** A Falco in an image, which has the program {@code falco} in its search path. Each run has a container of its own. */
record FalcoImage(DockerClient client, String image) implements FalcoLauncher {
    private static final Duration PULL_LIMIT = Duration.ofMinutes(10);

    /**
     * An image on the Docker daemon that Testcontainers finds.
     *
     * @throws IOException if there is no daemon or no Testcontainers, or if the daemon can't get the image
     * @throws IllegalArgumentException if this can't be the name of an image
     */
    public static FalcoImage of(String image) throws IOException {
        try {
            DockerImageName.parse(image).assertValid();
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    Wording.option("falcoImage")
                            + " needs Testcontainers on the class path: org.testcontainers:testcontainers",
                    e);
        }
        FalcoImage falco = new FalcoImage(connect(), image);
        falco.pull();
        return falco;
    }

    private static DockerClient connect() throws IOException {
        try {
            return DockerClientProviderStrategy.getClientForConfig(
                    DockerClientFactory.instance().getTransportConfig());
        } catch (IllegalStateException e) {
            throw new IOException(
                    Wording.option("falcoImage") + " needs Docker, and no Docker daemon answers: " + e.getMessage()
                            + "\nStart dockerd or set DOCKER_HOST, or name a program: " + Wording.given("falcoBinary")
                            + "=FILE",
                    e);
        }
    }

    private void pull() throws IOException {
        try {
            client.inspectImageCmd(image).exec();
        } catch (NotFoundException missing) {
            try {
                if (!client.pullImageCmd(image).start().awaitCompletion(PULL_LIMIT.toMinutes(), TimeUnit.MINUTES)) {
                    throw new IOException(
                            this + ": Docker did not get the image within " + PULL_LIMIT.toMinutes() + " min");
                }
            } catch (DockerException | DockerClientException e) {
                throw new IOException(this + ": Docker can't get the image: " + reason(e), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(this + ": interrupted while Docker got the image", e);
            }
        }
    }

    /** Falco's image has the plugin in Falco's folder. */
    @Override
    public String containerPlugin() {
        return "libcontainer.so";
    }

    @Override
    public Ending run(List<String> arguments, RunFiles files, Duration limit) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("falco"), arguments.stream()).toList();
        try (FalcoContainer container = new FalcoContainer(client, image, command)) {
            container.copyIn(Stream.concat(files.read().stream(), files.appended().stream())
                    .toList());
            OptionalInt status = container.run(limit);
            if (status.isPresent()) {
                for (Path file : files.appended()) {
                    container.copyOut(file);
                }
            }
            return new Ending(status, container.output());
        } catch (DockerException | DockerClientException e) {
            throw new IOException(this + " can't run: " + reason(e), e);
        }
    }

    private static String reason(RuntimeException e) {
        return String.valueOf(e.getMessage()).strip();
    }

    @Override
    public String toString() {
        return "falco of the image " + image;
    }
}
