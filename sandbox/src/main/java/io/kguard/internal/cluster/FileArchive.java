// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileBelow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar archive with copies of files below one folder: regular files whose real path, with symbolic links resolved, is
 * in it. Hidden files (their names start with a dot) are left out, because tools such as git keep credentials in them.
 */
final class FileArchive {
    private static final int MAX_FILES = 200;
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 16;
    /** Folders and hidden files that are only looked at. Links to folders can make few of them endlessly many. */
    private static final int MAX_VISITS = 10_000;

    private static final int READ_ONLY = 0444;

    private final Path folder;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes, UTF_8.name());
    private final Set<String> known = new HashSet<>();
    private int files;
    private int visits;
    private long total;

    private FileArchive(Path folder) {
        this.folder = folder;
        archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /**
     * Archives the files that arguments name, and the content of the folders that they name.
     *
     * @param folder the folder that names are relative to
     * @return empty if none of the names exists
     * @throws ClusterException if a name leads out of the folder or is hidden, or if the files are too many or too
     *     large
     */
    static byte[] of(Path folder, FileArguments arguments) throws IOException {
        if (arguments.names().isEmpty() || !Files.isDirectory(folder)) {
            return new byte[0];
        }
        FileArchive made = new FileArchive(folder.toRealPath());
        for (String name : arguments.names()) {
            made.addNamed(name);
        }
        made.archive.finish();
        return made.known.isEmpty() ? new byte[0] : made.bytes.toByteArray();
    }

    private void addNamed(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return; // kubectl reports it, or it is not the name of a file
        }
        if (isHidden(folder.relativize(file))) {
            throw new ClusterException("the file " + name
                    + " is hidden, and kubectl gets no hidden files; give it a name without a dot in front");
        }
        Files.walkFileTree(file, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                visit();
                if (isHidden(folder.relativize(directory))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                real(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                visit();
                if (!isHidden(folder.relativize(visited))) {
                    add(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void visit() {
        if (++visits > MAX_VISITS) {
            throw new ClusterException("the arguments name folders with more than " + MAX_VISITS
                    + " files and folders; put what it needs into a folder of its own");
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private void add(Path file) throws IOException {
        Path real = real(file);
        String name = folder.relativize(file).toString();
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new ClusterException("the file " + name + " is not a regular file, and kubectl gets only those");
        }
        if (!known.add(name)) {
            return;
        }
        byte[] content;
        try (InputStream in = FileBelow.open(folder, folder.relativize(real))) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        total += content.length;
        if (++files > MAX_FILES || total > MAX_BYTES) {
            throw new ClusterException("the arguments name more than " + MAX_FILES + " files or " + (MAX_BYTES >> 20)
                    + " MiB; put what it needs into a folder of its own");
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(READ_ONLY);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }

    /** The real path of a file. */
    private Path real(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(folder) || isHidden(folder.relativize(real))) {
            throw new ClusterException("the file " + folder.relativize(file) + " is a link to " + real
                    + ", which is hidden or not in the folder " + folder);
        }
        return real;
    }
}
