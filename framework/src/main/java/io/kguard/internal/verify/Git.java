// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The git repository that rules are in, read with the program {@code git}. Nothing in it is changed. */
final class Git {
    private final Path top;

    private Git(Path top) {
        this.top = top;
    }

    /**
     * The repository of files.
     *
     * @throws IllegalArgumentException if they are not in one repository
     */
    static Git of(List<Path> files) throws IOException {
        Path first = files.get(0).toAbsolutePath().normalize();
        Path folder = Stream.iterate(first, Objects::nonNull, Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        Path top = Path.of(
                run(folder, Map.of(), "", "rev-parse", "--show-toplevel").strip());
        for (Path file : files) {
            if (Files.exists(file) && !file.toRealPath().startsWith(top)) {
                throw new IllegalArgumentException("kguard.against: " + file + " is not in the git repository " + top);
            }
        }
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
                    "kguard.against is \"" + revision
                            + "\", but there is neither such a file nor such a revision of git in " + top
                            + ". A shallow clone has few revisions: fetch the one that you compare with",
                    e);
        }
    }

    /**
     * Writes files of a commit into another folder.
     *
     * @return where they are now; those that the commit does not have are left out
     */
    List<Path> checkOut(String commit, List<Path> files, Path folder) throws IOException {
        Map<String, String> index =
                Map.of("GIT_INDEX_FILE", folder.resolve("index").toString());
        run(top, index, "", "read-tree", commit);
        Path copy = Files.createDirectory(folder.resolve("tree"));
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            Path relative = relative(file);
            String names = run(top, index, "", "ls-files", "-z", "--", relative.toString());
            if (!names.isEmpty()) {
                run(top, index, names, "checkout-index", "-z", "--stdin", "--prefix=" + copy + "/");
                found.add(copy.resolve(relative));
            }
        }
        return found;
    }

    /** The files of the working tree that differ from a commit, and new ones, as absolute paths. Prose is left out. */
    List<Path> changedSince(String commit) throws IOException {
        String tracked = run(top, Map.of(), "", "diff", "--name-only", "-z", "--no-renames", commit, "--");
        String fresh = run(top, Map.of(), "", "ls-files", "-z", "--others", "--exclude-standard");
        return Stream.of((tracked + fresh).split("\0"))
                .filter(name -> !name.isEmpty() && !name.endsWith(".md") && !("/" + name).contains("/target/"))
                .map(top::resolve)
                .distinct()
                .toList();
    }

    private Path relative(Path file) throws IOException {
        return top.relativize(
                Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize());
    }

    private static String run(Path folder, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
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
            if (process.waitFor() != 0) {
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
            throw new IOException("kguard.against needs the program git: " + e.getMessage(), e);
        }
    }
}
