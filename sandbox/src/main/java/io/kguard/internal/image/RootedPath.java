// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Resolves paths below a folder that is treated as the root directory: no link and no {@code ..} leads out of it. */
public final class RootedPath {
    private static final int MAX_LINKS = 40;

    private RootedPath() {}

    /** Resolves a path except for its last part, even if that is a link. Links are followed relative to the root. */
    static Path parentResolved(Path root, Path path) throws IOException {
        Path normal = Path.of("/").resolve(path).normalize();
        Path parent = normal.getParent();
        Path name = normal.getFileName();
        return parent == null || name == null ? root : resolve(root, parent).resolve(name.toString());
    }

    /** Resolves a path. Links are followed relative to the root. */
    public static Path resolve(Path root, Path path) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        push(rest, path);
        Path at = root;
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at.equals(root) ? root : parent(at);
                continue;
            }
            Path next = at.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new IOException("too many symbolic links in " + path);
            }
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) {
                at = root;
            }
            push(rest, target);
        }
        return at;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static void push(Deque<String> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i).toString());
        }
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
