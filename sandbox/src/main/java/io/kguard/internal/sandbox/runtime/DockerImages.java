// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import io.kguard.internal.image.Image;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.ImageReference;
import io.kguard.workload.PodImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Images in a Docker daemon. An image from files is loaded into the daemon when it is first needed. */
final class DockerImages {
    private static final Duration PACKING = Duration.ofMinutes(10);
    private static final int MAX_BYTES = 1 << 20;
    private static final String OURS = "kguard-image";
    private static final int PULL_MINUTES = 15;

    private final DockerClient client;
    private final DockerHttp http;
    private final ImageCache cache;
    private final ImageStore files;
    private final ConcurrentHashMap<String, Found> known = new ConcurrentHashMap<>();

    DockerImages(DockerClient client, DockerHttp http, ImageCache cache, ImageStore files) {
        this.client = client;
        this.http = http;
        this.cache = cache;
        this.files = files;
    }

    /**
     * An image of the daemon.
     *
     * @param dockerName the daemon's name of it
     */
    record Found(String dockerName, Image image) {}

    Found find(String name, AllowedFolders folders) {
        ImageSource source = files.source(name, folders);
        return known.computeIfAbsent(source + " " + name, key -> look(name, source, folders));
    }

    private Found look(String name, ImageSource source, AllowedFolders folders) {
        try {
            if (source instanceof ImageSource.DockerDaemon daemon) {
                return present(daemon.reference());
            }
            return imported(files.find(name, folders));
        } catch (DockerException | IOException e) {
            throw new SandboxException(
                    Reason.IMAGE,
                    "the image \"" + name + "\" can't be fetched by Docker: "
                            + String.valueOf(e.getMessage()).strip(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(Reason.IMAGE, "interrupted while the image \"" + name + "\" was fetched", e);
        }
    }

    private Found present(String name) throws IOException, InterruptedException {
        InspectImageResponse found = inspect(name);
        if (found == null) {
            try {
                if (!client.pullImageCmd(name).start().awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                    throw absent(name, new IOException("it takes longer than " + PULL_MINUTES + " min"));
                }
            } catch (DockerException e) {
                throw absent(name, e);
            }
            found = inspect(name);
        }
        if (found == null) {
            throw absent(name, null);
        }
        return new Found(name, describe(name, found));
    }

    private static SandboxException absent(String name, @Nullable Exception cause) {
        String why =
                cause == null ? "" : ": " + String.valueOf(cause.getMessage()).strip();
        return new SandboxException(
                Reason.IMAGE,
                "there is no image \"" + name + "\" here. The Docker daemon has none and can't pull it" + why
                        + "\nBuilt in are " + ImageStore.builtIn() + "; the pod's annotation "
                        + PodImages.ANNOTATION + " can name the files for another image.",
                cause);
    }

    private @Nullable InspectImageResponse inspect(String name) {
        try {
            return client.inspectImageCmd(name).exec();
        } catch (NotFoundException e) {
            return null;
        }
    }

    private Image describe(String name, InspectImageResponse found) throws IOException {
        ContainerConfig config = found.getConfig();
        Image.Config known = config == null
                ? Image.Config.NONE
                : new Image.Config(
                        list(config.getEnv()),
                        list(config.getEntrypoint()),
                        list(config.getCmd()),
                        config.getWorkingDir() == null ? "" : config.getWorkingDir(),
                        config.getUser() == null ? "" : config.getUser());
        ImageReference reference = ImageStore.parse(name);
        List<String> digests = found.getRepoDigests() == null ? List.of() : found.getRepoDigests();
        for (String digest : digests) {
            reference = reference.withDigest(digest.substring(digest.indexOf('@') + 1));
        }
        String id = String.valueOf(found.getId()).replace("sha256:", "");
        return new Image(reference, id, List.of(users(name, id)), known);
    }

    private static List<String> list(String @Nullable [] texts) {
        return texts == null ? List.of() : List.of(texts);
    }

    /** A folder with the files of an image that define its users. */
    private Path users(String name, String id) throws IOException {
        return cache.get("users-" + id, folder -> {
            Path etc = Files.createDirectory(folder.resolve("etc"));
            String container =
                    client.createContainerCmd(name).withCmd("none").exec().getId();
            try {
                for (String file : List.of("passwd", "group")) {
                    copy(container, "/etc/" + file, etc.resolve(file));
                }
            } finally {
                client.removeContainerCmd(container).withForce(true).exec();
            }
        });
    }

    /** Copies a small file out of a container. Does nothing if the file does not exist. */
    private void copy(String container, String path, Path target) throws IOException {
        try (InputStream packed =
                        client.copyArchiveFromContainerCmd(container, path).exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(packed)) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry != null && entry.isFile()) {
                Files.write(target, tar.readNBytes(MAX_BYTES));
            }
        } catch (NotFoundException e) {
            // an image may lack it
        }
    }

    private Found imported(Image image) throws IOException {
        String tag = image.id().substring(0, 32);
        String dockerName = OURS + ":" + tag;
        if (inspect(dockerName) == null) {
            String path = "/images/create?fromSrc=-&repo=" + OURS + "&tag=" + tag;
            cache.withScratch(folder -> {
                Path packed = folder.resolve("image.tar");
                pack(image.layers(), packed);
                return http.postTar(path, packed);
            });
        }
        return new Found(dockerName, image);
    }

    /** Packs layers, the topmost first, into one archive. Docker takes no archive that has a path twice, so the topmost one's is it. */
    private static void pack(List<Path> layers, Path file) throws IOException {
        Set<String> packed = new HashSet<>();
        for (Path layer : layers) {
            List<String> names;
            try (Stream<Path> all = Files.walk(layer)) {
                names = all.map(path -> "./" + layer.relativize(path))
                        .filter(packed::add)
                        .sorted()
                        .toList();
            }
            pack(layer, names, layer.equals(layers.get(0)) ? "-c" : "-r", file);
        }
    }

    private static void pack(Path folder, List<String> names, String mode, Path file) throws IOException {
        LocalProgram.Ended ended = LocalProgram.of(
                        "tar",
                        "-C",
                        folder.toAbsolutePath().toString(),
                        "--numeric-owner",
                        "--xattrs",
                        "--xattrs-include=security.capability",
                        mode,
                        "-f",
                        file.toAbsolutePath().toString(),
                        "--no-recursion",
                        "--null",
                        "--verbatim-files-from",
                        "--files-from=-")
                .run(String.join("\0", names), PACKING);
        if (!ended.isGood()) {
            throw new IOException("tar can't pack " + folder + ": " + ended.failure());
        }
    }
}
