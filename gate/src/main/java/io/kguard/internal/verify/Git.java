// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.message.Wording;
import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.program.SearchPath;
import io.kguard.internal.sandbox.runtime.Watchdog;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The git repository that rules are in, read with the program {@code git}. Nothing in it is changed, and nothing of it is run: git works in
 * a mirror of the clone's git folder, which has no configuration, and files of commits are read without filters.
 */
final class Git implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final GitFolder folder;
    private final Path mirror;

    private Git(GitFolder folder, Path mirror) {
        this.folder = folder;
        this.mirror = mirror;
    }

    /**
     * The repository that the first of some files is in.
     *
     * @throws IOException if it is in none
     */
    static Git of(List<Path> files) throws IOException {
        GitFolder folder = GitFolder.of(files);
        Git git = new Git(folder, Files.createTempDirectory("kguard-git"));
        try {
            folder.mirror(git.mirror);
            return git;
        } catch (IOException | RuntimeException e) {
            git.close();
            throw e;
        }
    }

    /**
     * The id of a commit.
     *
     * @throws IllegalArgumentException if there is no such revision, or if several things have this name: whoever made the checkout may
     *     have added one of them
     */
    String commit(String revision) throws IOException {
        List<String> named = named(revision);
        Set<String> commits = new HashSet<>();
        for (String ref : named.size() > 1 ? named : List.<String>of()) {
            commits.add(commit(ref));
        }
        if (commits.size() > 1) {
            throw new IllegalArgumentException(Wording.option("against") + " is \"" + revision + "\", which can be "
                    + String.join(" or ", named) + " in " + top() + ". Write the whole name of one");
        }
        try {
            return run("", "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
                    .strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    Wording.option("against") + " is \"" + revision
                            + "\", but there is neither such a file nor such a revision of git in " + top()
                            + ". A shallow clone has few revisions: fetch the one that you compare with",
                    e);
        }
    }

    /** Whether there is such a revision, or several. */
    boolean isRevision(String name) throws IOException {
        try {
            return !commit(name).isEmpty();
        } catch (IllegalArgumentException e) {
            return !named(name).isEmpty();
        }
    }

    /** The refs that a revision's name can stand for; what follows the name, such as {@code ~3}, counts from there. */
    private List<String> named(String revision) throws IOException {
        String name = revision.replaceFirst("[~^@:].*", "");
        if (name.isEmpty() || name.startsWith("-") || name.startsWith("refs/")) {
            return List.of();
        }
        List<String> names = List.of(
                "refs/" + name,
                "refs/tags/" + name,
                "refs/heads/" + name,
                "refs/remotes/" + name,
                "refs/remotes/" + name + "/HEAD");
        List<String> arguments = new ArrayList<>(List.of("for-each-ref", "--format=%(refname)"));
        arguments.addAll(names);
        return run("", arguments.toArray(String[]::new))
                .lines()
                .filter(names::contains)
                .toList();
    }

    /** The top folder of the working tree. */
    Path top() {
        return folder.top();
    }

    /** A file of a commit. */
    record Entry(String mode, String id) {
        boolean isLink() {
            return mode.equals("120000");
        }

        boolean isProgram() {
            return mode.equals("100755");
        }

        boolean isFile() {
            return mode.equals("100644");
        }

        /** A commit of another repository. */
        boolean isSubmodule() {
            return mode.equals("160000");
        }
    }

    /** The files of a commit, by their names below the top folder. */
    Map<String, Entry> files(String commit) throws IOException {
        Map<String, Entry> files = new TreeMap<>();
        for (String line : run("", "ls-tree", "-r", "-z", "--full-tree", commit).split("\0", -1)) {
            int tab = line.indexOf('\t');
            if (tab >= 0) {
                String[] about = line.substring(0, tab).split(" ", -1);
                files.put(line.substring(tab + 1), new Entry(about[0], about[2]));
            }
        }
        return files;
    }

    /**
     * Writes files of a commit into another folder, as they are in the commit.
     *
     * @param files files of the commit, by their names
     * @param into an empty folder
     * @throws IOException if the clone lacks one, or if a link leads out of the folder
     */
    void checkOut(Map<String, Entry> files, Path into) throws IOException {
        List<Map.Entry<String, Entry>> wanted = files.entrySet().stream()
                .filter(file -> !file.getValue().isSubmodule())
                .toList();
        String ids = wanted.stream().map(file -> file.getValue().id() + "\n").collect(Collectors.joining());
        run(ids, List.of("cat-file", "--batch"), objects -> {
            for (Map.Entry<String, Entry> file : wanted) {
                write(objects, file.getKey(), file.getValue(), into);
            }
            return "";
        });
    }

    private void write(InputStream objects, String name, Entry entry, Path into) throws IOException {
        String[] about = line(objects).split(" ", -1);
        if (about.length != 3) {
            throw new IOException(
                    "the clone in " + top() + " does not have " + name + " (" + String.join(" ", about)
                            + "). If it takes objects from another clone, run git repack -a -d in it; if it is a partial one, fetch them");
        }
        Path file = into.resolve(name);
        if (!file.normalize().startsWith(into)) {
            throw new IOException("the commit has a file outside of its top folder: " + name);
        }
        Files.createDirectories(file.resolveSibling(""));
        long size = Long.parseLong(about[2]);
        if (entry.isLink()) {
            Path target = Path.of(new String(objects.readNBytes(Math.toIntExact(size)), UTF_8));
            if (!file.resolveSibling(target).normalize().startsWith(into)) {
                throw new IOException(name + " is a link that leads out of the repository, to " + target);
            }
            Files.createSymbolicLink(file, target);
        } else {
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(objects, out, size);
            }
            if (entry.isProgram() && !file.toFile().setExecutable(true, false)) {
                throw new IOException(file + " can't be made a program");
            }
        }
        objects.skipNBytes(1);
    }

    private static void copy(InputStream from, OutputStream to, long size) throws IOException {
        byte[] part = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = from.read(part, 0, (int) Math.min(part.length, left));
            if (read < 0) {
                throw new IOException("git ended in the middle of a file");
            }
            to.write(part, 0, read);
            left -= read;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("git ended early");
            }
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    /** Those of files below the top folder that git ignores and does not track. */
    Set<String> ignored(Collection<String> names) throws IOException {
        return names.isEmpty()
                ? Set.of()
                : Set.of(run(String.join("\0", names), "check-ignore", "-z", "--stdin")
                        .split("\0"));
    }

    /** Reads what git writes. */
    private interface Reader {
        String read(InputStream output) throws IOException;
    }

    private String run(String input, String... arguments) throws IOException {
        return run(input, List.of(arguments), output -> new String(output.readAllBytes(), UTF_8));
    }

    private String run(String input, List<String> arguments, Reader reader) throws IOException {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(arguments);
        Path errors = Files.createTempFile("kguard-git", ".err");
        Path given = Files.createTempFile("kguard-git", ".in");
        try {
            Files.writeString(given, input);
            Process process = start(LocalProgram.of(command)
                    .in(top())
                    .reading(given)
                    .complaining(errors)
                    .with(this::settle));
            String output;
            int status;
            try (Watchdog watchdog = Watchdog.exactlyAfter(LIMIT, process::destroyForcibly);
                    InputStream out = new BufferedInputStream(process.getInputStream())) {
                output = reader.read(out);
                status = process.waitFor();
                if (watchdog.fired()) {
                    throw new IOException("git " + arguments.get(0) + " did not end within " + LIMIT.toMinutes()
                            + " min in " + top());
                }
            } finally {
                process.destroyForcibly();
            }
            boolean none = status == 1 && arguments.get(0).equals("check-ignore"); // it found none
            if (status != 0 && !none) {
                throw new IOException("git " + arguments.get(0) + " failed in " + top() + ": "
                        + Files.readString(errors).strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git ran", e);
        } finally {
            Files.delete(errors);
            Files.delete(given);
        }
    }

    /** Nothing that git could be told by the user's settings, the machine's, or the checkout. */
    private void settle(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("GIT_DIR", mirror.toString());
        environment.put("GIT_WORK_TREE", top().toString());
        environment.put("GIT_INDEX_FILE", folder.own().resolve("index").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("HOME", mirror.toString());
        environment.put("XDG_CONFIG_HOME", mirror.toString());
        environment.put("LC_ALL", "C");
    }

    private static String program() throws IOException {
        return SearchPath.ofTheMachine()
                .find("git")
                .map(Path::toString)
                .orElseThrow(() -> new IOException(
                        Wording.option("against") + " needs the program git in an absolute folder of PATH"));
    }

    private static Process start(LocalProgram program) throws IOException {
        try {
            return program.start();
        } catch (IOException e) {
            throw new IOException(Wording.option("against") + " needs the program git: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        FileTrees.delete(mirror);
    }
}
