// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Other ways to the file that a command is about. */
final class FileRewrites {
    /** An unsuspicious name in a folder that anybody may write. */
    private static final String LINK = "/tmp/notes.txt";

    /** An unsuspicious name for a folder. */
    private static final String FOLDER = "/tmp/notes";

    /** Programs that read their standard input if they are given no file. */
    private static final Set<String> READERS = Set.of("""
            cat head tail tac nl grep egrep sed sort wc od base64 md5sum sha256sum""".split("\\s+", -1));

    private FileRewrites() {}

    static Optional<Rewritten> relative(CommandLine command) {
        return command.file().map(index -> {
            String path = command.words().get(index);
            CommandLine inFolder = command.with(index, name(path));
            return Rewritten.of(inFolder.after("sh", "-c", "cd \"$0\" && exec \"$@\"", folder(path)));
        });
    }

    static Optional<Rewritten> dotted(CommandLine command) {
        return path(command, path -> {
            int end = path.indexOf('/', 1);
            String top = end < 0 ? "/tmp" : path.substring(0, end);
            return top + "/./.." + path;
        });
    }

    static Optional<Rewritten> belowProcRoot(CommandLine command) {
        return path(command, path -> "/proc/self/root" + path);
    }

    static Optional<Rewritten> symbolicLink(CommandLine command) {
        return link(command, "ln -s \"$0\" ");
    }

    static Optional<Rewritten> hardLink(CommandLine command) {
        return link(command, "ln \"$0\" ");
    }

    static Optional<Rewritten> folderLink(CommandLine command) {
        String link = command.named(FOLDER);
        return besideFolder(command, "ln -s \"$0\" " + link, path -> link + "/" + name(path));
    }

    /** The kernel goes from the folder to which the link leads to the one above it; the path says otherwise. */
    static Optional<Rewritten> dotsBehindLink(CommandLine command) {
        String link = command.named(FOLDER);
        return besideFolder(
                command, "ln -s \"$0\" " + link, path -> link + "/../" + name(folder(path)) + "/" + name(path));
    }

    static Optional<Rewritten> bindMount(CommandLine command) {
        String mounted = command.named(FOLDER);
        return besideFolder(
                command, "mkdir " + mounted + " && mount --bind \"$0\" " + mounted, path -> mounted + "/" + name(path));
    }

    /** No program reads the file but the shell. */
    static Optional<Rewritten> byBuiltin(CommandLine command) {
        List<String> words = command.words();
        return command.programName().equals("cat")
                        && words.size() == 2
                        && command.file().isPresent()
                ? Optional.of(Rewritten.of(new CommandLine(List.of(
                        "bash", "-c", "while IFS= read -r line; do echo \"$line\"; done <\"$0\"", words.get(1)))))
                : Optional.empty();
    }

    /** The file by a path below another name of its folder. */
    private static Optional<Rewritten> besideFolder(CommandLine command, String script, UnaryOperator<String> path) {
        return command.file()
                .filter(index -> !folder(command.words().get(index)).equals("/"))
                .map(index -> {
                    String file = command.words().get(index);
                    return Rewritten.of(command.with(index, path.apply(file))).preparedBy(script, folder(file));
                });
    }

    /** The shell opens the file, and the program finds it as its standard input. */
    static Optional<Rewritten> inherited(CommandLine command) {
        Optional<Integer> file = command.file();
        boolean lastWord = file.isPresent() && file.get() == command.words().size() - 1;
        if (!lastWord || !READERS.contains(command.programName())) {
            return Optional.empty();
        }
        String path = command.words().get(file.get());
        List<String> words = command.words().subList(0, file.get());
        return Optional.of(Rewritten.of(new CommandLine(words).after("sh", "-c", "exec \"$@\" <\"$0\"", path)));
    }

    /** The file is read by a certain system call. */
    static Optional<Rewritten> call(CommandLine command, String call) {
        List<String> words = command.words();
        if (command.programName().equals("cat")
                && words.size() == 2
                && command.file().isPresent()) {
            return Optional.of(Rewritten.of(new CommandLine(List.of(StandIns.ACTOR, "read-by", call, words.get(1)))));
        }
        int read = words.indexOf("read");
        if (!command.isActor() || read < 1) {
            return Optional.empty();
        }
        List<String> changed = new ArrayList<>(words);
        changed.set(read, "read-by");
        changed.add(read + 1, call);
        return Optional.of(Rewritten.of(new CommandLine(changed)));
    }

    /** The first of some programs that the image has prints the file, which none of them would do by itself. */
    static Optional<Rewritten> preloaded(CommandLine command, String names) {
        List<String> words = command.words();
        boolean printed = command.programName().equals("cat") && words.size() == 2
                || command.isActor() && words.size() == 3 && words.get(1).equals("read");
        return printed && command.file().isPresent()
                ? Optional.of(Rewritten.of(new CommandLine(List.of(
                        "sh",
                        "-c",
                        "for name in " + names + "; do program=$(command -v \"$name\") && LD_PRELOAD="
                                + StandIns.PRELOAD + " KGUARD_FILE=\"$0\" exec \"$program\"; done; exit 127",
                        words.get(command.file().get())))))
                : Optional.empty();
    }

    private static Optional<Rewritten> link(CommandLine command, String script) {
        return command.file()
                .map(index -> Rewritten.of(command.with(index, command.named(LINK)))
                        .preparedBy(
                                script + command.named(LINK), command.words().get(index)));
    }

    private static Optional<Rewritten> path(CommandLine command, UnaryOperator<String> change) {
        return command.file()
                .map(index -> Rewritten.of(
                        command.with(index, change.apply(command.words().get(index)))));
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
