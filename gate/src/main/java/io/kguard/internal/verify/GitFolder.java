// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a checkout keeps what git knows of it. Its configuration, attributes, hooks and alternates could make git run programs or read
 * other places, and whoever made the checkout may have written them. So git never works in it, but in a {@linkplain #mirror mirror}.
 *
 * @param top the top folder of the working tree
 * @param own the folder of this working tree: its HEAD and its index
 * @param common that of all working trees of the clone: objects and refs
 */
record GitFolder(Path top, Path own, Path common) {
    private static final String GIT = ".git";
    private static final long MOST_OF_A_REF = 1 << 12;
    private static final long MOST_OF_A_LIST = 1L << 28;
    private static final int MOST_REFS = 1_000_000;
    private static final int LETTERS_OF_SHA_256 = 64;

    /** Files are in no git repository. */
    static final class NoRepositoryException extends IOException {
        private static final long serialVersionUID = 1;

        NoRepositoryException(String message) {
            super(message);
        }
    }

    /**
     * That of the checkout that files are in. It is found from the current folder if they are below it, so that a repository that the
     * checkout brings along in a folder is not taken for the checkout's own. The inside of a repository without {@code .git} is none.
     *
     * @throws IOException if they are in none, or in one that is inside of another
     */
    static GitFolder of(List<Path> files) throws IOException {
        Path first = files.get(0).toAbsolutePath().normalize();
        Path current = Path.of("").toAbsolutePath();
        Path start = first.startsWith(current) ? current : folder(first);
        Path top = above(start);
        if (top == null) {
            throw new NoRepositoryException("there is no git repository in " + start + " or above it");
        }
        Path inner = above(folder(first));
        if (inner != null && !inner.equals(top)) {
            throw new IOException(first + " is in the git repository " + inner + ", which is inside of that of " + top
                    + ". Run kguard in " + inner);
        }
        Path own = pointed(top.resolve(GIT));
        Path common = own.resolve("commondir");
        return new GitFolder(
                top.toRealPath(),
                own,
                isFile(common) ? ofSameOwner(common, own.resolve(text(common)).normalize()) : own);
    }

    private static Path folder(Path place) {
        return Stream.iterate(place, Objects::nonNull, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Path above(Path start) {
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(GIT)))
                .findFirst()
                .orElse(null);
    }

    /** A working tree beside the clone's own, or of a submodule, has a file that says where its folder is. */
    private static Path pointed(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return Files.isSymbolicLink(git) ? ofSameOwner(git, git.toRealPath()) : git;
        }
        String text = text(git);
        if (!text.startsWith("gitdir: ")) {
            throw new IOException(git + " is neither a folder nor does it say where one is");
        }
        return ofSameOwner(
                git, git.resolveSibling(text.substring("gitdir: ".length())).normalize());
    }

    /** A folder to which somebody points. It must be theirs: else they could have it shown who may read more than they. */
    private static Path ofSameOwner(Path pointer, Path folder) throws IOException {
        if (Files.exists(folder) && !Files.getOwner(pointer, NOFOLLOW_LINKS).equals(Files.getOwner(folder))) {
            throw new IOException(pointer + " leads to " + folder + ", which belongs to another user");
        }
        return folder;
    }

    private static void requireNoLinks(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> link = files.filter(Files::isSymbolicLink).findFirst();
            if (link.isPresent()) {
                throw new IOException(link.get() + " is a link; run git repack -a -d in a clone of its own");
            }
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, NOFOLLOW_LINKS);
    }

    private static void requireSmall(Path file, long most) throws IOException {
        if (!isFile(file) || Files.size(file) > most) {
            throw new IOException(file + " is no file of at most " + most + " bytes");
        }
    }

    /** The text of a file that says where something is. */
    private static String text(Path file) throws IOException {
        requireSmall(file, MOST_OF_A_REF);
        return Files.readString(file, UTF_8).strip();
    }

    /** Makes a git directory of an empty folder: with the objects and the values of the refs, and with a configuration of kguard's. */
    void mirror(Path folder) throws IOException {
        copy(own.resolve("HEAD"), folder.resolve("HEAD"), MOST_OF_A_REF);
        copy(common.resolve("packed-refs"), folder.resolve("packed-refs"), MOST_OF_A_LIST);
        copy(common.resolve("shallow"), folder.resolve("shallow"), MOST_OF_A_LIST);
        copy(common.resolve("info/exclude"), folder.resolve("info/exclude"), MOST_OF_A_LIST);
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith("_HEAD")) { // such as FETCH_HEAD
                    copy(file, folder.resolve(name), MOST_OF_A_LIST);
                } else if (name.startsWith("sharedindex.")) {
                    Files.createSymbolicLink(folder.resolve(name), file);
                }
            }
        }
        copyAll(common.resolve("refs"), folder.resolve("refs"), MOST_OF_A_REF);
        copyAll(common.resolve("reftable"), folder.resolve("reftable"), MOST_OF_A_LIST);
        objects(folder.resolve("objects"));
        Files.writeString(folder.resolve("config"), configuration(folder));
    }

    /** The packs, and the folders of single objects, but not what leads to the objects of others. */
    private void objects(Path into) throws IOException {
        Files.createDirectories(into.resolve("info"));
        Path objects = common.resolve("objects");
        if (Files.isSymbolicLink(objects)) {
            ofSameOwner(objects, objects.toRealPath());
        }
        requireNoLinks(objects);
        try (Stream<Path> folders = Files.list(objects)) {
            for (Path folder : folders.toList()) {
                String name = String.valueOf(folder.getFileName());
                if (name.equals("pack") || name.matches("[0-9a-f]{2}")) {
                    requireNoLinks(folder);
                    Files.createSymbolicLink(into.resolve(name), folder);
                }
            }
        }
    }

    private static void copy(Path from, Path to, long most) throws IOException {
        if (!Files.exists(from, NOFOLLOW_LINKS)) {
            return;
        }
        requireSmall(from, most);
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(from, to);
    }

    private static void copyAll(Path from, Path to, long most) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from, NOFOLLOW_LINKS)) {
            return;
        }
        int[] count = {0};
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (++count[0] > MOST_REFS) {
                    throw new IOException(from + " has more than " + MOST_REFS + " files");
                }
                copy(file, to.resolve(from.relativize(file).toString()), most);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What git must know to read objects and refs. */
    private static String configuration(Path folder) throws IOException {
        StringBuilder text = new StringBuilder("[core]\n\trepositoryformatversion = 1\n\tbare = false\n[extensions]\n");
        if (Files.isRegularFile(folder.resolve("reftable/tables.list"))) {
            text.append("\trefstorage = reftable\n");
        }
        if (hasLongIds(folder)) {
            text.append("\tobjectformat = sha256\n");
        }
        return text.toString();
    }

    /** Whether ids have the length of SHA-256; any file with an id tells. */
    private static boolean hasLongIds(Path folder) throws IOException {
        Path packed = folder.resolve("packed-refs");
        try (Stream<Path> refs = Files.walk(folder.resolve("refs"))) {
            List<Path> some = Stream.concat(refs, Stream.of(folder.resolve("HEAD"), packed))
                    .filter(Files::isRegularFile)
                    .toList();
            for (Path file : some) {
                try (Stream<String> lines = Files.lines(file, ISO_8859_1)) { // names of refs are bytes
                    List<String> ids = lines.map(line -> line.split(" ", 2)[0])
                            .filter(word -> word.matches("[0-9a-f]{40,}"))
                            .limit(1)
                            .toList();
                    if (!ids.isEmpty()) {
                        return ids.get(0).length() == LETTERS_OF_SHA_256;
                    }
                }
            }
            return false;
        }
    }
}
