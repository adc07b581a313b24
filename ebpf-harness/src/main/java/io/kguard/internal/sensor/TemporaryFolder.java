// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder. Its name contains its JVM's process id and start time, so that a later JVM can remove what a
 * killed one left.
 *
 * @param path its path; only this user can read it
 */
public record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Pattern OWNER = Pattern.compile("(\\d+)-(\\d+)-\\d+");

    /** The prefix of the names of the sensor's folders. */
    public static final String OF_SENSOR = "kguard-sensor-";

    /** Creates a folder for the sensor in the system property {@code java.io.tmpdir}. */
    public static TemporaryFolder ofSensor() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), OF_SENSOR);
    }

    /**
     * Creates a folder, and removes those of the same kind that killed JVMs of this user left.
     *
     * @param parent the parent folder
     * @param kind the prefix of its name
     * @throws IOException if a folder can't be created or removed
     */
    public static TemporaryFolder create(Path parent, String kind) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Path path = Files.createTempDirectory(parent, kind + self.pid() + "-" + startMillis(self) + "-");
        for (Path left : leftovers(parent, kind)) {
            try {
                if (Files.getOwner(left, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))) {
                    delete(left); // in another user's folder, files could be replaced during the deletion
                }
            } catch (NoSuchFileException e) {
                // another JVM has removed it
            }
        }
        return new TemporaryFolder(path);
    }

    /**
     * The folders of ended JVMs.
     *
     * @param parent the parent folder
     * @param kind the prefix of their names
     * @throws IOException if the folder can't be read
     */
    public static List<Path> leftovers(Path parent, String kind) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(file -> isLeftover(file, kind)).sorted().toList();
        }
    }

    private static boolean isLeftover(Path folder, String kind) {
        String name = folder.getFileName().toString();
        if (!name.startsWith(kind) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Matcher owner = OWNER.matcher(name.substring(kind.length()));
        return owner.matches() && !lives(Long.parseLong(owner.group(1)), owner.group(2));
    }

    private static boolean lives(long pid, String start) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && startMillis(process.get()).equals(start);
    }

    private static String startMillis(ProcessHandle process) {
        return String.valueOf(
                process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    /** Removes the folder with everything in it. */
    @Override
    public void close() throws IOException {
        try {
            delete(path);
        } catch (NoSuchFileException e) {
            // it was removed
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
