package io.kguard.verify;

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
 * A temporary folder for a run of rule tests. Its name says by process id and start time who owns it, so that the next run
 * removes what a killed one left.
 */
final class RuleTestFolder implements AutoCloseable {
    private static final String PREFIX = "kguard-rule-tests-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\d+)-\\d+");

    private final Path home;
    private final Thread removal = new Thread(this::endWithTheJvm, "kguard-rule-tests-end");
    private volatile Runnable beforeRemoval = () -> {};

    private RuleTestFolder(Path home) {
        this.home = home;
    }

    /**
     * Makes one, and removes what killed runs left.
     *
     * @throws IOException if a folder can't be made or removed
     */
    static RuleTestFolder create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static RuleTestFolder create(Path parent) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        // this user alone can look into it
        Path home = Files.createTempDirectory(parent, PREFIX + self.pid() + "-" + startMillis(self) + "-");
        for (Path left : leftovers(parent)) {
            if (Files.getOwner(left, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(home))) {
                delete(left); // in the folder of another user anything might be exchanged meanwhile
            }
        }
        RuleTestFolder folder = new RuleTestFolder(home);
        Runtime.getRuntime().addShutdownHook(folder.removal);
        return folder;
    }

    /** The folders in a folder whose owners are no more. */
    static List<Path> leftovers(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(RuleTestFolder::isLeftover).sorted().toList();
        }
    }

    private static boolean isLeftover(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches()
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && !lives(Long.parseLong(name.group(1)), name.group(2));
    }

    private static boolean lives(long pid, String start) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && startMillis(process.get()).equals(start);
    }

    private static String startMillis(ProcessHandle process) {
        return String.valueOf(
                process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    Path file(String name) {
        return home.resolve(name);
    }

    /** Does something before the folder is removed because the JVM is ended from outside. */
    void beforeRemovalAtExit(Runnable action) {
        beforeRemoval = action;
    }

    private void endWithTheJvm() {
        beforeRemoval.run();
        try {
            delete(home);
        } catch (IOException e) {
            System.getLogger(RuleTestFolder.class.getName())
                    .log(System.Logger.Level.WARNING, home + " could not be removed; the next run does: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            return; // the JVM is being ended, and the folder is removed with it
        }
        delete(home);
    }

    private static void delete(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // another run removes it too
        }
    }
}
