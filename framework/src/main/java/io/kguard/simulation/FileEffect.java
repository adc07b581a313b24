package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.sandbox.PodSandbox;
import io.kguard.scenario.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a file that an act must have left in a container, through the root directory of the container's first process.
 * Nothing inside the container takes part, so no event is caused.
 */
final class FileEffect {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_LINKS = 40;

    private FileEffect() {}

    /**
     * Looks for the effect.
     *
     * @throws ActFailedException if it is not there
     */
    static void check(Effect.FileExists effect, PodSandbox pod) {
        String container = effect.container();
        long pid = pod.container(container == null ? "" : container).pid();
        Path root = Path.of("/proc", Long.toString(pid), "root");
        try {
            Path file = resolve(root, Path.of(effect.path()), 0);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw missing(effect, "there is no such file");
            }
            String contains = effect.contains();
            if (contains != null) {
                checkContent(effect, file, contains);
            }
        } catch (IOException e) {
            throw missing(effect, "it can't be looked at: " + e);
        }
    }

    private static void checkContent(Effect.FileExists effect, Path file, String contains) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw missing(effect, "it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!new String(in.readNBytes(MAX_BYTES), UTF_8).contains(contains)) {
                throw missing(effect, "its content is another");
            }
        }
    }

    private static ActFailedException missing(Effect.FileExists effect, String reason) {
        return new ActFailedException(effect.origin() + ": the effect did not take place: " + effect + ": " + reason);
    }

    /** Follows symbolic links as the container does: an absolute one starts at the container's root. */
    private static Path resolve(Path root, Path path, int links) throws IOException {
        Path at = root;
        Path normal = path.normalize();
        for (int i = 0; i < normal.getNameCount(); i++) {
            Path next = at.resolve(normal.getName(i));
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (links >= MAX_LINKS) {
                throw new IOException("too many symbolic links in " + path);
            }
            Path target = Files.readSymbolicLink(next);
            Path inside = target.isAbsolute()
                    ? target
                    : Path.of("/").resolve(root.relativize(at)).resolve(target);
            @Nullable Path rest = i + 1 < normal.getNameCount() ? normal.subpath(i + 1, normal.getNameCount()) : null;
            return resolve(root, rest == null ? inside : inside.resolve(rest), links + 1);
        }
        return at;
    }
}
