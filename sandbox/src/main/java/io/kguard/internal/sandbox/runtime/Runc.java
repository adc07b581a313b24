// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.image.MachinePrograms;
import io.kguard.internal.message.Wording;
import io.kguard.internal.program.SearchPath;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The runc program: its commands, and the reasons for their failures. */
public final class Runc {
    private static final int MAX_SIGNAL = 64;
    private static final int LONGEST_SHEBANG = 256;
    private static final Pattern SHEBANG = Pattern.compile("#! *(/[^ \\n]+)");
    private static final long LITTLE_SPACE = 1 << 20;
    private static final Pattern MESSAGE = Pattern.compile("\"msg\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Path program;
    private final Path root;

    private Runc(Path program, Path root) {
        this.program = program;
        this.root = root;
    }

    /**
     * Finds runc on this machine.
     *
     * @param chosen the program; null for the one on the path
     * @param root the folder for its state
     * @throws SandboxException if it is not found
     */
    public static Runc find(@Nullable Path chosen, Path root) {
        if (chosen != null) {
            if (!Files.isExecutable(chosen) || Files.isDirectory(chosen)) {
                throw new SandboxException(
                        SandboxException.Reason.NOT_SUPPORTED,
                        chosen + " is not an executable program; " + Wording.given("runc") + " names the runc to use.");
            }
            return new Runc(chosen.toAbsolutePath(), root);
        }
        return SearchPath.ofTheMachine()
                .then("/usr/sbin", "/usr/local/sbin", "/usr/bin")
                .find("runc")
                .map(program -> new Runc(program, root))
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Reason.NOT_SUPPORTED,
                        "there is no runc on this machine. Install it (apt-get install runc), or use "
                                + Wording.given("runtime") + "=docker."));
    }

    /** The same program with another folder for its state. */
    Runc withRoot(Path other) {
        return new Runc(program, other);
    }

    /** The files that runc needs in a jail: the program, its libraries and their loader, by their path in the jail. */
    public Map<Path, Path> files() throws IOException {
        MachinePrograms programs = new MachinePrograms();
        programs.addProgram(program);
        Optional<Path> interpreter = interpreter();
        if (interpreter.isPresent()) {
            // a script that wraps runc calls the runc on the path
            programs.addProgram(interpreter.get());
            programs.addProgram(find(null, root).program);
        }
        for (Path file : programs.files().values()) {
            requireReadableByOthers(file);
        }
        return programs.files();
    }

    /** In a jail it is run by a user who owns nothing on this machine. */
    private static void requireReadableByOthers(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean needsExecution = permissions.contains(PosixFilePermission.OWNER_EXECUTE);
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)
                || needsExecution && !permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            throw new SandboxException(
                    SandboxException.Reason.NOT_SUPPORTED,
                    file + " can't be read and run by all users. Pods are confined, and in their jail another user than"
                            + " root runs it. Allow it: chmod o+rx " + file);
        }
    }

    /** The program, unless it is a script, whose interpreter must find it by its path. */
    Optional<Path> binary() throws IOException {
        return interpreter().isPresent() ? Optional.empty() : Optional.of(program);
    }

    /** The interpreter, if it is a script. */
    private Optional<Path> interpreter() throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(program)) {
            start = in.readNBytes(LONGEST_SHEBANG);
        }
        Matcher matcher = SHEBANG.matcher(new String(start, StandardCharsets.ISO_8859_1));
        return matcher.lookingAt() ? Optional.of(Path.of(matcher.group(1))) : Optional.empty();
    }

    List<String> create(String id, Path bundle, Path pidFile, String consoleSocket, Path log) {
        List<String> options =
                new ArrayList<>(List.of("--bundle", bundle.toString(), "--pid-file", pidFile.toString()));
        addConsole(options, consoleSocket);
        return command("create", log, options, id);
    }

    List<String> start(String id, Path log) {
        return command("start", log, List.of(), id);
    }

    List<String> exec(String id, Path process, Path pidFile, String consoleSocket, Path log) {
        List<String> options =
                new ArrayList<>(List.of("--process", process.toString(), "--detach", "--pid-file", pidFile.toString()));
        addConsole(options, consoleSocket);
        return command("exec", log, options, id);
    }

    private static void addConsole(List<String> options, String socket) {
        if (!socket.isEmpty()) {
            options.add("--console-socket");
            options.add(socket);
        }
    }

    private List<String> command(String name, Path log, List<String> options, String id) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "--root", root.toString(), "--log", log.toString(), "--log-format", "json", name));
        command.addAll(options);
        command.add(id);
        return command;
    }

    /** Removes runc's state of a container whose processes are gone. */
    void forget(String id) throws IOException {
        FileTrees.delete(root.resolve(id));
    }

    /**
     * Why a runc command failed.
     *
     * @param log the end of its log
     * @param folder on the disk that may be full
     * @param status its exit status, or 128 + the signal that killed it
     */
    static String failure(String log, Path folder, int status) {
        // runc itself exits with up to 255
        return status > 128 && status <= 128 + MAX_SIGNAL
                ? "runc was killed by signal " + (status - 128) + " while it worked on it"
                : messages(log) + wantOfSpace(folder);
    }

    /** The last message in runc's log, which says what failed, then those before it, which say why. */
    private static String messages(String log) {
        Deque<String> messages = new ArrayDeque<>();
        Matcher matcher = MESSAGE.matcher(log);
        while (matcher.find()) {
            String message = matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
            messages.remove(message);
            messages.push(message);
        }
        if (messages.isEmpty()) {
            return "runc failed without a word. If this is not runc itself, name it with " + Wording.given("runc");
        }
        String last = messages.pop();
        return messages.isEmpty() ? last : last + " (before that: " + String.join("; ", messages) + ")";
    }

    /** If a disk is almost full, runc may be unable to write its log, or may not know why it failed. */
    private static String wantOfSpace(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free < LITTLE_SPACE
                    ? ". No space left on device, or as good as none: " + free / 1024 + " KiB in " + folder
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
