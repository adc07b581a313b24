package io.kguard.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.kguard.sandbox.ExecResult;
import io.kguard.sandbox.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's own {@code kubectl}, run against a cluster. It knows nothing of the machine's kubeconfig and caches.
 *
 * <p>Safe for use by several threads.
 */
public final class Kubectl {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int MAX_OUTPUT = 1 << 20;

    private final Cluster cluster;
    private final Path folder;
    private final Map<Actor, Path> kubeconfigs = new HashMap<>();

    /**
     * A kubectl for a cluster.
     *
     * @param folder an existing folder of its own for credentials and caches, and the one that it works in
     */
    public Kubectl(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /**
     * Runs it to its end.
     *
     * @param actor who acts
     * @param spec kubectl's arguments, its input, whether it runs on a terminal, and how long it may take
     * @throws ClusterException if it is not installed, wrote too much, or did not end in time, in which case it has been
     *     killed
     */
    public ExecResult run(Actor actor, ExecSpec spec) {
        String kubectl = find("kubectl", "kubectl is not installed. Install Debian's package kubernetes-client.");
        List<String> command = new ArrayList<>(List.of(kubectl));
        command.addAll(spec.command());
        if (spec.tty()) {
            // lends kubectl a terminal, as a person at a keyboard has one
            String script = find("script", "script(1), which lends kubectl a terminal, is not installed.");
            String quoted = command.stream()
                    .map(word -> "'" + word.replace("'", "'\\''") + "'")
                    .collect(joining(" "));
            command = List.of(script, "--quiet", "--return", "--command", quoted, "/dev/null");
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("KUBECONFIG", kubeconfig(actor).toString());
        environment.put("SHELL", "/bin/sh"); // script's
        environment.put("TERM", "dumb");
        try {
            return run(builder.start(), spec);
        } catch (IOException e) {
            throw new ClusterException("kubectl could not be run: " + e.getMessage(), e);
        }
    }

    private static ExecResult run(Process process, ExecSpec spec) throws IOException {
        String title = "kubectl " + String.join(" ", spec.command());
        CompletableFuture<String> out =
                CompletableFuture.supplyAsync(() -> read(process.getInputStream(), process), Kubectl::thread);
        CompletableFuture<String> err =
                CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), process), Kubectl::thread);
        CompletableFuture<Void> in =
                CompletableFuture.runAsync(() -> write(process.getOutputStream(), spec.stdin()), Kubectl::thread);
        try {
            Duration timeout = spec.timeout() == null ? TIMEOUT : spec.timeout();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClusterException(title + " did not end within " + timeout.toMillis() + " ms and was killed");
            }
            in.join();
            return new ExecResult(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(title + " was interrupted", e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof ClusterException known
                    ? new ClusterException(title + " " + known.getMessage(), e)
                    : new ClusterException(title + ": " + e.getCause(), e);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String read(InputStream stream, Process process) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[8 << 10];
        try {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                bytes.write(chunk, 0, count);
                if (bytes.size() > MAX_OUTPUT) {
                    kill(process);
                    throw new ClusterException("wrote more than " + MAX_OUTPUT + " bytes and was killed");
                }
            }
            return bytes.toString(UTF_8);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void write(OutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // it reads no more; its exit status and output tell the rest
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "kguard-kubectl");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized Path kubeconfig(Actor actor) {
        return kubeconfigs.computeIfAbsent(actor, who -> {
            Path file = folder.resolve("kubeconfig-" + kubeconfigs.size());
            cluster.writeKubeconfig(file, who);
            return file;
        });
    }

    private static String find(String program, String otherwise) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .map(entry -> Path.of(entry, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new ClusterException(otherwise));
    }
}
