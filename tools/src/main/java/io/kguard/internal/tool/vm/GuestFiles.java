// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The files that a guest has, as an archive that it unpacks. They are copies: a guest never sees the machine's own. In the guest
 * all belong to root.
 */
public final class GuestFiles {
    private static final long MAX_BYTES = 3L << 30;
    private static final int MAX_FILES = 500_000;

    private final Map<Path, Path> files = new LinkedHashMap<>();
    private final Map<Path, String> texts = new LinkedHashMap<>();
    private final Map<Path, String> links = new LinkedHashMap<>();
    private final Map<Path, Integer> empty = new LinkedHashMap<>();
    private final Map<Path, Folder> folders = new LinkedHashMap<>();

    /** Where a folder is copied to, and what of it. */
    private record Folder(Path source, Predicate<Path> part) {}

    /** No files. */
    public GuestFiles() {}

    /** A file, or a folder with all that is in it, at the place that it has on this machine. */
    public GuestFiles with(Path path) {
        return with(path, path, file -> true);
    }

    /**
     * A file or a folder at another place.
     *
     * @param place its absolute path in the guest
     * @param part which files and folders below it are taken, by their paths on this machine
     */
    public GuestFiles with(Path path, Path place, Predicate<Path> part) {
        Path absolute = path.toAbsolutePath().normalize();
        Path target = place.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            folders.put(target, new Folder(absolute, part));
        } else {
            files.put(target, absolute);
        }
        return this;
    }

    GuestFiles withFolder(Path place, int mode) {
        empty.put(place, mode);
        return this;
    }

    GuestFiles withLink(Path place, String target) {
        links.put(place, target);
        return this;
    }

    GuestFiles withText(Path place, String text) {
        texts.put(place, text);
        return this;
    }

    void write(Path archive) throws IOException {
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 20);
                TarArchiveOutputStream out = new TarArchiveOutputStream(target, UTF_8.name())) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
            Writer writer = new Writer(out);
            for (Map.Entry<Path, String> link : links.entrySet()) {
                writer.link(link.getKey(), link.getValue());
            }
            for (Map.Entry<Path, Integer> folder : empty.entrySet()) {
                writer.folder(folder.getKey(), folder.getValue());
            }
            for (Map.Entry<Path, Path> file : files.entrySet()) {
                writer.file(file.getValue(), file.getKey());
            }
            for (Map.Entry<Path, Folder> folder : folders.entrySet()) {
                writer.folder(folder.getKey(), folder.getValue());
            }
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                writer.text(text.getKey(), text.getValue());
            }
        }
    }

    private static final class Writer {
        private final TarArchiveOutputStream out;
        private final Set<Path> written = new HashSet<>();
        private long bytes;

        Writer(TarArchiveOutputStream out) {
            this.out = out;
        }

        void folder(Path place, Folder folder) throws IOException {
            Files.walkFileTree(folder.source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    if (!folder.part.test(path)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Path at = in(path);
                    if (written.add(at)) {
                        count(path, 0);
                        put(new TarArchiveEntry(name(at) + "/"), mode(path));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    if (folder.part.test(path)) {
                        if (attributes.isSymbolicLink()) {
                            link(in(path), Files.readSymbolicLink(path).toString());
                        } else if (attributes.isRegularFile()) {
                            file(path, in(path));
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }

                private Path in(Path path) {
                    return place.resolve(folder.source.relativize(path).toString())
                            .normalize();
                }
            });
        }

        void folder(Path place, int mode) throws IOException {
            if (written.add(place)) {
                put(new TarArchiveEntry(name(place) + "/"), mode);
            }
        }

        void file(Path source, Path place) throws IOException {
            if (written.add(place)) {
                long size = Files.size(source);
                count(source, size);
                TarArchiveEntry entry = new TarArchiveEntry(name(place));
                entry.setSize(size);
                entry.setModTime(Files.getLastModifiedTime(source));
                owned(entry, mode(source));
                out.putArchiveEntry(entry);
                Files.copy(source, out);
                out.closeArchiveEntry();
            }
        }

        void link(Path place, String target) throws IOException {
            if (written.add(place)) {
                count(place, 0);
                TarArchiveEntry entry = new TarArchiveEntry(name(place), TarConstants.LF_SYMLINK);
                entry.setLinkName(target);
                put(entry, 0777);
            }
        }

        void text(Path place, String text) throws IOException {
            byte[] content = text.getBytes(UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name(place));
            entry.setSize(content.length);
            owned(entry, 0755);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
        }

        private void put(TarArchiveEntry entry, int mode) throws IOException {
            owned(entry, mode);
            out.putArchiveEntry(entry);
            out.closeArchiveEntry();
        }

        private void count(Path path, long size) {
            bytes += size;
            if (bytes > MAX_BYTES || written.size() > MAX_FILES) {
                throw new GuestException("a virtual machine gets copies of at most " + (MAX_BYTES >> 30) + " GiB in "
                        + MAX_FILES + " files, and " + path + " is beyond that. Start it in a smaller folder");
            }
        }

        private static void owned(TarArchiveEntry entry, int mode) {
            entry.setMode(mode);
            entry.setIds(0, 0);
            entry.setNames("root", "root");
        }

        private static int mode(Path path) throws IOException {
            int mode = 0;
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
            }
            return mode;
        }

        private static String name(Path absolute) {
            return absolute.toString().substring(1);
        }
    }
}
