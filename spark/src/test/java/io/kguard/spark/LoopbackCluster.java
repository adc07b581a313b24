// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A cluster on this machine: a master and two workers, each a process, which listen on the loopback interface alone. */
final class LoopbackCluster implements AutoCloseable {
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master (\\S+)");
    private static final int WORKERS = 2;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final String address;

    private LoopbackCluster(Path folder) throws IOException {
        this.folder = folder;
        Path jars = Files.createDirectories(folder.resolve("home/jars"));
        for (String jar : Files.readString(Path.of("target/classpath")).strip().split(File.pathSeparator)) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        address = awaited(start("master", "master.Master", "--port", "0"), MASTER);
        List<BufferedReader> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(start(
                    "worker" + i,
                    "worker.Worker",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work" + i).toString(),
                    address));
        }
        for (BufferedReader worker : workers) {
            awaited(worker, REGISTERED);
        }
    }

    /**
     * Starts a cluster.
     *
     * @param folder an empty folder for all that it writes
     */
    static LoopbackCluster in(Path folder) throws IOException {
        return new LoopbackCluster(folder);
    }

    private BufferedReader start(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder.resolve("home/jars") + "/*",
                "org.apache.spark.deploy." + type,
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0"));
        Collections.addAll(command, arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        processes.add(process);
        return new BufferedReader(process.inputReader(UTF_8)) {
            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** Reads the output of a process until it says something; what it says later goes to a file. */
    private String awaited(BufferedReader output, Pattern saying) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher matcher = saying.matcher(line);
            if (matcher.find()) {
                Thread rest = new Thread(() -> keep(output), "kguard-test-" + output);
                rest.setDaemon(true);
                rest.start();
                return matcher.group(1);
            }
        }
        close();
        throw new IOException("Spark's " + output + " did not start:\n" + said);
    }

    private void keep(BufferedReader output) {
        try (Writer file = Files.newBufferedWriter(folder.resolve(output + ".log"))) {
            output.transferTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the master. */
    String address() {
        return address;
    }

    /** The processes of the executors. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .skip(1)
                .flatMap(Process::children)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Ends all processes, and waits for their end. */
    @Override
    public void close() {
        // workers first: they would start others in place of their executors
        List<ProcessHandle> all = Stream.concat(processes.stream().map(Process::toHandle), executors().stream())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
}
