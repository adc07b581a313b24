// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A program in its own cgroup. Everything that it starts is in there, except what is in the cgroups of its pods.
 *
 * @param folder for its files
 * @param cgroup its cgroup in one hierarchy
 */
record KillVictim(Path folder, Path cgroup, Process process) implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String ENTER = "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A state directory has folders of JVMs, these of nodes, these of pods, and these a file that names a cgroup. */
    private static final int DEPTH = 4;

    static KillVictim start(Path folder, List<String> program) throws IOException {
        Path cgroup = Files.createDirectory(Cgroups.mounts()
                .get(0)
                .resolve("kguard-kill-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet()));
        List<String> command = new ArrayList<>(List.of("sh", "-c", ENTER, cgroup.toString()));
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return new KillVictim(folder, cgroup, process);
    }

    /** A JVM that plays simulations. */
    static KillVictim jvm(Path folder, Path images) throws IOException {
        Files.createDirectories(temporary(folder));
        return start(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary(folder),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillVictimProgram.class.getName(),
                        folder.toString(),
                        images.toString()));
    }

    static Path state(Path folder) {
        return folder.resolve("state");
    }

    static Path temporary(Path folder) {
        return folder.resolve("tmp");
    }

    /** Its output. */
    String output() {
        return text(folder.resolve("output"));
    }

    void requireAlive() {
        assertThat(process.isAlive())
                .as(() -> "the victim ended before it was killed: " + output())
                .isTrue();
    }

    /** The cgroups of the pods in its state directory: of those that exist, or may have existed. */
    Set<String> pods() {
        Set<String> pods = new TreeSet<>();
        remember(state(folder), DEPTH, pods);
        return pods;
    }

    /** Folders appear and vanish, so each is read separately. */
    private static void remember(Path folder, int depth, Set<String> pods) {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) {
                if (child.endsWith("cgroup") && Files.isRegularFile(child)) {
                    String path = text(child);
                    if (path.startsWith("/")) { // otherwise it is not written yet
                        pods.add(path);
                    }
                } else if (depth > 1 && Files.isDirectory(child)) {
                    remember(child, depth - 1, pods);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return; // it is gone
        }
    }

    /** The number of running containers that have left runc's own code. */
    int runningContainers() {
        int running = 0;
        for (String pod : pods()) {
            for (Path folder : Cgroups.folders(pod)) {
                long found = Cgroups.folders(folder).stream()
                        .filter(container -> !container.endsWith("shims"))
                        .filter(container ->
                                Cgroups.processes(container).stream().anyMatch(KillVictim::isPodsOwn))
                        .count();
                if (found > 0) {
                    running += (int) found;
                    break;
                }
            }
        }
        return running;
    }

    private static boolean isPodsOwn(long pid) {
        String command = text(Path.of("/proc/" + pid + "/cmdline"));
        return !command.isEmpty() && !command.startsWith("runc");
    }

    static String text(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            return ""; // it is gone
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends what is left of it. */
    @Override
    public void close() throws IOException {
        kill();
        for (long pid : Cgroups.processes(cgroup)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        Patience.until(PATIENCE, () -> Cgroups.processes(cgroup).isEmpty());
        Files.delete(cgroup);
    }
}
