// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * A suite with its own state directory whose scenarios would pass if nothing broke. Each first runs {@code id}, on
 * which its rule fires.
 *
 * @param folder for the suite's files
 */
record BrokenRun(Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final boolean ON_DOCKER =
            SimulatorOptions.configured().sandbox().runtime() == ContainerRuntime.DOCKER;
    private static final String UID = "b0000000";
    private static final String RULE = """
            - rule: Id ran
              desc: The program id was executed
              condition: evt.type = execve and proc.name = id
              output: id
              priority: NOTICE
            """;

    /** A scenario with one pod and further steps in YAML. */
    static String scenario(String id, String steps) {
        return scenario(id, "", steps);
    }

    /** A scenario with additions to its container's manifest. */
    static String scenario(String id, String manifest, String steps) {
        return """
                scenario: %1$s
                title: What breaks
                attack: [T1499]
                pods:
                  - metadata: {name: %1$s, uid: %5$s-0000-4000-8000-%4$012x}
                    spec: {containers: [{name: main, image: base, command: [sleep, infinity]%2$s}]}
                steps:
                  - exec: {pod: %1$s, command: [id]}
                %3$s
                fires: [Id ran]
                """.formatted(id, manifest, steps.strip().indent(2), id.hashCode() & 0xffffffffL, UID);
    }

    Path state() {
        return folder.resolve("state");
    }

    VerifyOptions options(UnaryOperator<SandboxOptions> change, List<String> scenarios) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), RULE);
        Path written = Files.createDirectories(folder.resolve("scenarios"));
        for (int i = 0; i < scenarios.size(); i++) {
            Files.writeString(written.resolve(i + ".yaml"), scenarios.get(i));
        }
        SimulatorOptions configured = SimulatorOptions.configured();
        return new VerifyOptions(
                new RuleOptions(List.of(rules), FalcoVersion.CURRENT, Matching.FIRST, false),
                new ScenarioOptions(List.of(written), new URLClassLoader(new URL[0], null)),
                new PlayOptions(
                        configured.withSandbox(change.apply(configured.sandbox().withStateDirectory(state()))),
                        PlayOptions.defaultParallel()));
    }

    /** Runs the scenarios. */
    SuiteResult run(UnaryOperator<SandboxOptions> change, String... scenarios) throws IOException {
        VerifyOptions options = options(change, List.of(scenarios));
        return new Suite(options, SuitePlan.of(options)).run(check -> {});
    }

    /** Breaks a run from outside. */
    @FunctionalInterface
    interface Disturbance {
        void disturb() throws IOException;
    }

    /** Runs the scenarios and disturbs them from another thread. */
    SuiteResult run(Disturbance disturbance, String... scenarios) throws Exception {
        Throwable[] failure = {null};
        Thread disturber = new Thread(() -> {
            try {
                disturbance.disturb();
            } catch (IOException | RuntimeException | Error e) {
                failure[0] = e;
            }
        });
        disturber.start();
        SuiteResult result = run(UnaryOperator.identity(), scenarios);
        disturber.join();
        assertThat(failure[0]).isNull();
        return result;
    }

    /** The process of a run whose command line contains a string, once it exists. */
    ProcessHandle process(String part) {
        return await(() -> ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(part)));
    }

    /** The shim of a run's only container. */
    ProcessHandle shim() {
        return ON_DOCKER
                ? process("containerd-shim-runc-v2 -namespace moby -id ", container("main"))
                : process("containerd-shim-runc-v2 -namespace k8s.io -id ", state().toString());
    }

    private ProcessHandle process(String part, String other) {
        return await(() -> ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(part)
                        && commandLine(process).contains(other)));
    }

    /** The id of a run's container by its name in the pod, once the daemon knows it. */
    private String container(String name) {
        return await(() -> containers().stream()
                        .filter(container -> name.equals(container.getLabels().get("io.kubernetes.container.name"))))
                .getId();
    }

    /** A Docker daemon's containers for the pods of these runs. */
    private static List<Container> containers() {
        return DockerClientFactory.instance()
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of("io.kubernetes.pod.uid"))
                .exec()
                .stream()
                .filter(container ->
                        container.getLabels().get("io.kubernetes.pod.uid").startsWith(UID))
                .toList();
    }

    /**
     * The process that runs the peers of a run's only pod. On runc it holds the pod's namespaces, and the shims enter
     * its mount namespace.
     */
    ProcessHandle holder() {
        if (ON_DOCKER) {
            return process("containerd-shim-runc-v2 pod -cgroup ", "/pod" + UID);
        }
        ProcessHandle shim = shim();
        String pid = commandLine(shim).replaceAll(".* -volumes /proc/(\\d+)/ns/mnt.*", "$1");
        return await(() -> ProcessHandle.allProcesses()
                .filter(process -> pidNamespace(process).equals(pidNamespace(shim)))
                .filter(process -> statusLine(process, "NSpid:").endsWith("\t" + pid)));
    }

    private static String pidNamespace(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid"))
                    .toString();
        } catch (IOException e) {
            return ""; // it is gone
        }
    }

    private static String statusLine(ProcessHandle process, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"), ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(name)).findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            return ""; // it is gone
        }
    }

    /** The first process of a run's only container. */
    ProcessHandle firstProcess() {
        return await(
                () -> shim().children().filter(process -> commandLine(process).equals("sleep infinity")));
    }

    private static <T> T await(Supplier<Stream<T>> search) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> found = search.get().findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime() - deadline)
                    .as("what is looked for did not come")
                    .isNegative();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            return ""; // it is gone
        }
    }

    /** Asserts that nothing is left: processes, mounts, files, cgroups, a daemon's containers. */
    void assertClean() throws IOException {
        assertThat(ProcessHandle.allProcesses().map(BrokenRun::commandLine))
                .noneMatch(line -> line.contains(state().toString()));
        assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
                .noneMatch(line -> line.contains(state().toString()));
        assertThat(state())
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
        assertThat(cgroups("pod" + UID)).isEmpty();
        if (ON_DOCKER) {
            assertThat(containers()).isEmpty();
        }
    }

    /** Those of other tests come and go meanwhile. */
    private static List<Path> cgroups(String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), 4, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (path.getFileName().toString().startsWith(prefix)) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                if (e == null || e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    /** The reason of a scenario's error. */
    static String reason(SuiteResult result, String scenario) {
        return reason(result, scenario, Verdict.Errored.class);
    }

    /** The reason of a scenario's only verdict, which is of a kind. */
    static String reason(SuiteResult result, String scenario, Class<? extends Verdict> kind) {
        String[] reason = {""};
        Consumer<CheckResult> take = check -> {
            assertThat(check.verdict()).isInstanceOf(kind);
            reason[0] = check.verdict().reason();
        };
        assertThat(result.checks())
                .filteredOn(check -> check.scenario().equals(scenario))
                .singleElement()
                .satisfies(take);
        assertThat(result.problem()).isEmpty();
        return reason[0];
    }
}
