// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders that are made once and then never change, each under a name that says what is in it. Several JVMs may make the
 * same one at the same time: each makes its own, the first to finish wins.
 */
public final class ImageCache {
    private static final Pattern MAKING = Pattern.compile("making-(\\d{1,10})-");

    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path home;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /** Keeps them below a folder, which is made when it is needed. */
    public ImageCache(Path home) {
        this.home = home;
    }

    /** Fills a new, empty folder. */
    @FunctionalInterface
    public interface Maker {
        /** Puts files into it. */
        void make(Path folder) throws IOException;
    }

    /** The folder that all of them are in. */
    public Path home() {
        return home;
    }

    /** The folder of this name, made if it is not there yet. */
    public Path get(String name, Maker maker) throws IOException {
        Path folder = home.resolve(name);
        synchronized (locks.computeIfAbsent(name, key -> new Object())) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            Files.createDirectories(home);
            keepOut();
            Path fresh = Files.createTempDirectory(
                    home, "making-" + ProcessHandle.current().pid() + "-");
            try {
                maker.make(fresh);
                publish(fresh, folder);
            } finally {
                FileTrees.delete(fresh);
            }
        }
        return folder;
    }

    /** Images have programs that are root's and setuid; nobody else of the machine may start those. */
    private void keepOut() throws IOException {
        if (!Files.getPosixFilePermissions(home).equals(OWN)) {
            Files.setPosixFilePermissions(home, OWN);
        }
    }

    private static void publish(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another JVM was first
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("can't rename " + fresh + " to " + folder, e);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Removes what JVMs that were killed had begun to make. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(home)) {
            return;
        }
        keepOut();
        try (var entries = Files.newDirectoryStream(home, "making-*")) {
            for (Path entry : entries) {
                Matcher name = MAKING.matcher(entry.getFileName().toString());
                if (name.lookingAt()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    FileTrees.delete(entry);
                }
            }
        }
    }
}
