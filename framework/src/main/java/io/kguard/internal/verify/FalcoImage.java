// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.kguard.internal.beside.FalcoFiles;
import io.kguard.internal.beside.FalcoLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.DockerStatus;
import org.testcontainers.utility.MountableFile;

/**
 * A Falco in an image. Each run is a container without a network, into which its files are copied: so the daemon may be on another
 * machine, and no name is resolved.
 *
 * @param image the name of the image, which has the program {@code falco} in its search path
 */
public record FalcoImage(String image) implements FalcoLauncher {
    private static final Duration PULL_LIMIT = Duration.ofMinutes(10);
    private static final int WRITABLE = 0666;

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
                    "kguard.falcoImage needs Testcontainers on the class path: org.testcontainers:testcontainers", e);
        }
        FalcoImage falco = new FalcoImage(image);
        falco.pull(client());
        return falco;
    }

    private static DockerClient client() throws IOException {
        try {
            return DockerClientFactory.instance().client();
        } catch (RuntimeException e) {
            throw new IOException(
                    "kguard.falcoImage needs Docker, and Testcontainers finds none: " + reason(e)
                            + "\nStart dockerd or set DOCKER_HOST, or name a program: -Dkguard.falcoBinary=FILE",
                    e);
        }
    }

    /** Testcontainers would try for minutes, and not say what failed. */
    private void pull(DockerClient client) throws IOException {
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

    @Override
    public Ending run(List<String> arguments, FalcoFiles files, Duration limit) throws IOException {
        String[] command = Stream.concat(Stream.of("falco"), arguments.stream()).toArray(String[]::new);
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            container
                    .withImagePullPolicy(name -> false)
                    .withCommand(command)
                    .withNetworkMode("none")
                    .withStartupCheckStrategy(new EndedOrLate(limit));
            files.read()
                    .forEach(file -> container.withCopyFileToContainer(MountableFile.forHostPath(file), place(file)));
            files.appended()
                    .forEach(file ->
                            container.withCopyFileToContainer(MountableFile.forHostPath(file, WRITABLE), place(file)));
            container.start();
            String output = container.getLogs();
            if (container.isRunning()) {
                return new Ending(OptionalInt.empty(), output);
            }
            for (Path file : files.appended()) {
                container.copyFileFromContainer(place(file), file.toString());
            }
            return new Ending(OptionalInt.of(status(container)), output);
        } catch (RuntimeException e) {
            throw new IOException(this + " can't run: " + reason(e), e);
        }
    }

    private static int status(GenericContainer<?> container) {
        return Math.toIntExact(Objects.requireNonNull(
                container.getCurrentContainerInfo().getState().getExitCodeLong()));
    }

    private static String place(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** What the innermost exception says; those around it tell which container did not start. */
    private static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage()).strip();
    }

    @Override
    public String toString() {
        return "falco of the image " + image;
    }

    /** Waits for the end of the program, whatever its status is, or until it is late. */
    private static final class EndedOrLate extends StartupCheckStrategy {
        private final Duration limit;
        /** The end of the time; zero until the container runs, because the image may have to come from afar. */
        private long end;

        EndedOrLate(Duration limit) {
            this.limit = limit;
            withTimeout(limit.multipliedBy(2)); // this one would be an exception
        }

        @Override
        public StartupStatus checkStartupState(DockerClient client, String container) {
            long now = System.nanoTime();
            if (end == 0) {
                end = now + limit.toNanos();
            }
            return now - end > 0 || DockerStatus.isContainerStopped(getCurrentState(client, container))
                    ? StartupStatus.SUCCESSFUL
                    : StartupStatus.NOT_YET_KNOWN;
        }
    }
}
