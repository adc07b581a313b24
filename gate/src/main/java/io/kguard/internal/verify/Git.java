// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The git repository that rules are in, read with the program {@code git}. Nothing in it is changed. */
final class Git {
    private final Path top;

    private Git(Path top) {
        this.top = top;
    }

    /**
     * The repository that the first of some files is in.
     *
     * @throws IOException if it is in none
     */
    static Git of(List<Path> files) throws IOException {
        Path first = files.get(0).toAbsolutePath().normalize();
        Path folder = Stream.iterate(first, Objects::nonNull, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        Path top = Path.of(
                run(folder, Map.of(), "", "rev-parse", "--show-toplevel").strip());
        return new Git(top);
    }

    /**
     * The id of a commit.
     *
     * @throws IllegalArgumentException if there is no such revision
     */
    String commit(String revision) throws IOException {
        try {
            return run(
                            top,
                            Map.of(),
                            "",
                            "rev-parse",
                            "--verify",
                            "--quiet",
                            "--end-of-options",
                            revision + "^{commit}")
                    .strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    Wording.option("against") + " is \"" + revision
                            + "\", but there is neither such a file nor such a revision of git in " + top
                            + ". A shallow clone has few revisions: fetch the one that you compare with",
                    e);
        }
    }

    /** The top folder of the working tree. */
    Path top() {
        return top;
    }

    /** A file of a commit. */
    record Entry(String mode, String id) {}

    /** The files of a commit, by their names below the top folder. */
    Map<String, Entry> files(String commit) throws IOException {
        Map<String, Entry> files = new TreeMap<>();
        for (String line : run(top, Map.of(), "", "ls-tree", "-r", "-z", "--full-tree", commit)
                .split("\0", -1)) {
            int tab = line.indexOf('\t');
            if (tab >= 0) {
                String[] about = line.substring(0, tab).split(" ", -1);
                files.put(line.substring(tab + 1), new Entry(about[0], about[2]));
            }
        }
        return files;
    }

    /**
     * Writes files of a commit into another folder.
     *
     * @param names the names of files of the commit
     * @param folder an empty folder
     */
    void checkOut(String commit, Collection<String> names, Path folder) throws IOException {
        Path index = Files.createTempFile("kguard-git", ".index");
        try {
            Files.delete(index); // git refuses an empty one
            Map<String, String> environment = Map.of("GIT_INDEX_FILE", index.toString());
            run(top, environment, "", "read-tree", commit);
            run(
                    top,
                    environment,
                    String.join("\0", names),
                    "checkout-index",
                    "-z",
                    "--stdin",
                    "--prefix=" + folder + "/");
        } finally {
            Files.deleteIfExists(index);
        }
    }

    /** Those of files below the top folder that git ignores and does not track. */
    Set<String> ignored(Collection<String> names) throws IOException {
        return names.isEmpty()
                ? Set.of()
                : Set.of(run(top, Map.of(), String.join("\0", names), "check-ignore", "-z", "--stdin")
                        .split("\0"));
    }

    private static String run(Path folder, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.fsmonitor=false"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile("kguard-git", ".err");
        try {
            Process process = start(builder.redirectError(errors.toFile()));
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            boolean none = process.waitFor() == 1 && arguments[0].equals("check-ignore"); // it found none
            if (process.exitValue() != 0 && !none) {
                throw new IOException("git " + arguments[0] + " failed in " + folder + ": "
                        + Files.readString(errors).strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git ran", e);
        } finally {
            Files.delete(errors);
        }
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(Wording.option("against") + " needs the program git: " + e.getMessage(), e);
        }
    }
}
