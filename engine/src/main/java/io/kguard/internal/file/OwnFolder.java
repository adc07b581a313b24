// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a file lies, and which no link may leave. A checkout may come from a fork: a link in it that led to
 * a file of the machine would show that file in a message, or have it overwritten.
 */
public final class OwnFolder {
    private OwnFolder() {}

    /** A link leads where it must not. The message says where it leads, and what to do. */
    public static final class LeftException extends IOException {
        private static final long serialVersionUID = 1L;

        LeftException(Path link, Path target, String why) {
            super(link + " is a link to " + target + ", which is " + why + ". Put the file itself there, or name "
                    + target + " instead of the link");
        }
    }

    /**
     * Checks a path that is about to be read or written. Each link on the way from the working directory, or else the
     * last name alone, may lead only to what its own folder holds, and to nothing hidden. The path need not exist.
     *
     * @throws LeftException if a link leads elsewhere
     * @throws IOException if the path can't be looked at
     */
    public static void check(Path path) throws IOException {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            return; // the inside of a jar
        }
        Path absolute = path.toAbsolutePath();
        Path start = Path.of("").toAbsolutePath();
        boolean isBelow = start.getNameCount() > 0 && absolute.startsWith(start);
        check(isBelow ? start : absolute.getParent(), absolute);
    }

    /**
     * Checks a path below a folder that was checked before.
     *
     * @throws LeftException if a link on the way from the folder leads elsewhere
     * @throws IOException if the path can't be looked at
     */
    public static void check(@Nullable Path folder, Path path) throws IOException {
        if (folder == null || path.getFileSystem() != FileSystems.getDefault()) {
            return; // the machine's root is no link, and a jar has none
        }
        Path place = folder;
        for (Path name : folder.relativize(path)) {
            Path next = place.resolve(name);
            if (Files.isSymbolicLink(next)) {
                checkLink(place, next);
            }
            place = next;
        }
    }

    private static void checkLink(Path folder, Path link) throws IOException {
        Path own = folder.toRealPath();
        Path target;
        try {
            target = link.toRealPath();
        } catch (NoSuchFileException e) {
            return; // who reads it says that there is no such file
        }
        if (!target.startsWith(own)) {
            throw new LeftException(link, target, "outside the folder of the link");
        }
        if (isHidden(own.relativize(target))) {
            throw new LeftException(link, target, "hidden");
        }
    }

    /** Whether a name on the way begins with a dot. Kubernetes shows a ConfigMap by links into a folder that begins with two. */
    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            String text = name.toString();
            if (text.startsWith(".") && !text.startsWith("..")) {
                return true;
            }
        }
        return false;
    }
}
