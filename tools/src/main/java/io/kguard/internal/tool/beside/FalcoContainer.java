// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A container for one run of a Falco, without a network. Its files are copies, so the daemon may be on another machine. */
final class FalcoContainer implements AutoCloseable {
    private static final int MAX_OUTPUT = 1 << 20;
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(30);

    private final DockerClient client;
    private final String id;

    FalcoContainer(DockerClient client, String image, List<String> command) {
        this.client = client;
        this.id = client.createContainerCmd(image)
                .withCmd(command)
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec()
                .getId();
    }

    /** Copies files, and the files of folders, to the paths that they have here. Links become what they lead to. */
    void copyIn(List<Path> files) throws IOException {
        Path archive = Files.createTempFile("kguard-falco", ".tar");
        try {
            pack(files, archive);
            try (InputStream packed = Files.newInputStream(archive)) {
                client.copyArchiveToContainerCmd(id)
                        .withRemotePath("/")
                        .withTarInputStream(packed)
                        .exec();
            }
        } finally {
            Files.delete(archive);
        }
    }

    private static void pack(List<Path> files, Path archive) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path file : files) {
                List<Path> below;
                try (Stream<Path> found = Files.walk(file.toAbsolutePath(), 1, FileVisitOption.FOLLOW_LINKS)) {
                    below = found.filter(Files::isRegularFile).toList();
                }
                for (Path each : below) {
                    tar.putArchiveEntry(tar.createArchiveEntry(each, each.toString()));
                    Files.copy(each, tar);
                    tar.closeArchiveEntry();
                }
            }
        }
    }

    /** Runs the program. Returns its exit status, or nothing if it did not end in time. */
    OptionalInt run(Duration limit) {
        client.startContainerCmd(id).exec();
        try {
            return OptionalInt.of(client.waitContainerCmd(id)
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (DockerClientException e) {
            if (Boolean.TRUE.equals(
                    client.inspectContainerCmd(id).exec().getState().getRunning())) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    /** The begin of what it has printed. */
    String output() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ResultCallback.Adapter<Frame> reader = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                byte[] printed = frame.getPayload();
                bytes.write(printed, 0, Math.min(printed.length, MAX_OUTPUT - bytes.size()));
            }
        };
        try {
            client.logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .exec(reader)
                    .awaitCompletion(OUTPUT_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Falco's output was read", e);
        }
        return bytes.toString(UTF_8);
    }

    /** Copies a file back. */
    void copyOut(Path file) throws IOException {
        try (InputStream packed = client.copyArchiveFromContainerCmd(
                                id, file.toAbsolutePath().toString())
                        .exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(packed)) {
            tar.getNextEntry();
            Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    }
}
