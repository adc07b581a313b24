// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.Share;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What rules see of a container is the same, whoever started kguard: a JVM, a shell, a login over SSH, or cron. No two runs
 * are equal in time and numbers, so each plays twice: a value is the starter's if both its runs have it, and no other.
 */
@RequiresRoot
@Tag("trust")
@Tag("runc")
@Execution(ExecutionMode.CONCURRENT) // it waits more than it works
class InvisibleTesterTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    /** Plays the whole catalogue: {@code -Dkguard.testers.all}. It takes minutes. */
    private static final boolean ALL = Boolean.getBoolean("kguard.testers.all");

    /** A terminal, another user, a cluster with kubectl, a file, a network: ways in which an act begins. */
    private static final List<String> SCENARIOS = List.of(
            "execution/kubectl-exec-shell.yaml",
            "initial-access/system-user-logs-in.yaml",
            "credential-access/shadow-read.yaml");

    /** Fields that show who is above a process, or what it inherited. None may be left out. */
    private static final Set<String> MATTER = Set.of(
            "proc.aname[1]",
            "proc.aname[2]",
            "proc.aname[3]",
            "proc.pname",
            "proc.pcmdline",
            "proc.sname",
            "proc.env",
            "proc.aenv",
            "proc.fdlimit",
            "proc.tty",
            "user.loginuid",
            "user.loginname",
            "thread.cgroup.cpu",
            "container.id");

    /** Fields of time, numbers of processes, devices and files, and which events there are: each run has its own. */
    private static final Set<String> COUNTERS = Set.of(
            "evt.num",
            "evt.type",
            "evt.category",
            "evt.time",
            "evt.time.s",
            "evt.time.iso8601",
            "evt.datetime",
            "evt.datetime.s",
            "evt.rawtime",
            "evt.rawtime.s",
            "evt.rawtime.ns",
            "evt.reltime",
            "evt.reltime.s",
            "evt.reltime.ns",
            "evt.latency",
            "evt.latency.s",
            "evt.latency.ns",
            "evt.latency.human",
            "evt.deltatime",
            "evt.deltatime.s",
            "evt.deltatime.ns",
            "evt.cpu",
            "evt.args",
            "evt.info",
            "evt.plugininfo",
            "evt.res",
            "evt.rawres",
            "evt.count",
            "evt.buffer",
            "evt.buflen",
            "proc.pid",
            "proc.ppid",
            "proc.apid",
            "proc.vpid",
            "proc.pvpid",
            "thread.vtid",
            "proc.sid",
            "proc.pgid",
            "proc.vpgid",
            "proc.duration",
            "proc.ppid.duration",
            "proc.pid.ts",
            "proc.ppid.ts",
            "proc.exe_ino",
            "proc.exe_ino.ctime",
            "proc.exe_ino.mtime",
            "proc.exe_ino.ctime_duration_proc_start",
            "proc.exe_ino.ctime_duration_pidns_start",
            "proc.pidns_init_start_ts",
            "proc.vmsize",
            "proc.vmrss",
            "proc.vmswap",
            "proc.fdopencount",
            "proc.fdusage",
            "proc.nthreads",
            "proc.nchilds",
            "thread.pfmajor",
            "thread.pfminor",
            "thread.vmsize",
            "thread.vmrss",
            "thread.vmsize.b",
            "thread.vmrss.b",
            "thread.tid",
            "thread.exectime",
            "thread.totexectime",
            "thread.cpu",
            "thread.cpu.user",
            "thread.cpu.system",
            "proc.cpu",
            "fd.dev",
            "fd.dev.major",
            "fd.dev.minor",
            "fd.ino",
            "fd.uid",
            "fd.containerdirectory",
            "container.start_ts",
            "container.duration",
            "container.ip");

    /** A node has them, too, and which of them is the parent depends on when runc ends. */
    private static final Pattern OF_A_NODE = Pattern.compile("runc|containerd-shim|systemd|/sbin/init");

    /** CAP_SYS_RESOURCE: without it, as in some containers, nobody can raise a limit that the starter lowered. */
    private static final int RAISES_LIMITS = 24;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");
    private static final Pattern CONTAINER = Pattern.compile("\\b(?=[0-9a-f]*[a-f])[0-9a-f]{12,64}\\b");

    @TempDir
    private Path folder;

    private record Starter(String name, List<String> command) {}

    @Test
    void everyFieldIsTheSameWhoeverStartsIt() throws Exception {
        Starter java = new Starter("java", List.of());
        Map<Starter, List<Map<String, Set<String>>>> runs =
                run(Share.isLarge() ? List.of(java, shell(), login(), cron()) : List.of(java, login()));

        Set<String> differ = new TreeSet<>();
        Set<String> compared = new TreeSet<>();
        for (String field : fields(runs)) {
            String name = field.substring(field.indexOf(' ') + 1);
            if (COUNTERS.contains(name)) {
                continue;
            }
            compared.add(name);
            runs.forEach((starter, own) -> {
                Set<String> always = values(own.get(0), field);
                always.retainAll(values(own.get(1), field));
                runs.forEach((other, theirs) -> {
                    if (!other.equals(starter)) {
                        theirs.forEach(run -> always.removeAll(values(run, field)));
                    }
                });
                if (!always.isEmpty()) {
                    differ.add(field + " is " + always + " below " + starter.name() + " alone");
                }
            });
        }

        System.out.println(compared.size() + " fields compared below " + runs.size() + " starters");
        assertThat(differ).isEmpty();
        assertThat(compared).containsAll(MATTER);
        assertThat(ancestors(runs)).doesNotContain("java", "mvn", "script", "cron");
    }

    private static Starter shell() {
        return new Starter("bash", List.of("bash", "-c", "SECRET=of-the-shell \"$@\"; echo done", "bash"));
    }

    /** A terminal, a login, ignored signals and few descriptors. */
    private Starter login() throws IOException {
        Path sshd = program("sshd");
        String script = "[ ! -e /proc/self/loginuid ] || echo 1000 >/proc/self/loginuid; ulimit "
                + (canRaiseLimits() ? "-n" : "-Sn") + " 3000;"
                + " trap '' INT HUP; export TERM=xterm SSH_CONNECTION='192.0.2.1 1 192.0.2.2 22'; cd /home;";
        return new Starter(
                "sshd",
                List.of(
                        sshd.toString(),
                        "-c",
                        script + "printf '%q ' \"$@\" >\"$0.command\"; "
                                + "script -qec \"$0 $0.command\" /dev/null; echo done",
                        sshd.toString()));
    }

    private static boolean canRaiseLimits() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> RAISES_LIMITS & 1) == 1);
    }

    private Starter cron() throws IOException {
        Path cron = program("cron");
        return new Starter(
                "cron",
                List.of(
                        "env",
                        "-i",
                        "LOGNAME=root",
                        "PATH=/usr/bin:/bin",
                        "setsid",
                        "nice",
                        "-n",
                        "7",
                        cron.toString(),
                        "-c",
                        "cd /; ulimit -s unlimited; \"$@\" </dev/null; echo done",
                        cron.toString()));
    }

    private Path program(String name) throws IOException {
        return Files.copy(
                Path.of("/bin/bash"),
                Files.createDirectories(folder.resolve(name + "-bin")).resolve(name),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Two runs of each. Two run beside each other, but not the two of one starter. */
    private Map<Starter, List<Map<String, Set<String>>>> run(List<Starter> starters) throws Exception {
        Map<Starter, List<Map<String, Set<String>>>> runs = new LinkedHashMap<>();
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            for (String round : List.of("first", "second")) {
                Map<Starter, Future<Map<String, Set<String>>>> running = new LinkedHashMap<>();
                for (Starter starter : starters) {
                    running.put(starter, workers.submit(() -> run(starter, round)));
                }
                for (Map.Entry<Starter, Future<Map<String, Set<String>>>> of : running.entrySet()) {
                    runs.computeIfAbsent(of.getKey(), starter -> new ArrayList<>())
                            .add(of.getValue().get());
                }
            }
        } finally {
            workers.shutdownNow();
        }
        return runs;
    }

    private Map<String, Set<String>> run(Starter starter, String round) throws Exception {
        Path seen = folder.resolve(starter.name() + "-" + round + ".tsv");
        Path output = folder.resolve(starter.name() + "-" + round + ".log");
        List<String> command = new ArrayList<>(starter.command());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SeenFieldsProgram.class.getName(),
                seen.toString()));
        if (ALL) {
            command.add(CATALOGUE.toAbsolutePath().toString());
        } else {
            SCENARIOS
                    .subList(0, Share.isLarge() ? SCENARIOS.size() : 1)
                    .forEach(name ->
                            command.add(CATALOGUE.resolve(name).toAbsolutePath().toString()));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.waitFor();
        assertThat(seen).as(() -> starter.name() + ": " + text(output)).exists();
        try (Stream<String> lines = Files.lines(seen)) {
            return lines.map(line -> line.split("\t", 2))
                    .collect(Collectors.groupingBy(
                            line -> line[0],
                            TreeMap::new,
                            Collectors.mapping(line -> line[1], Collectors.toCollection(TreeSet::new))));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Set<String> fields(Map<Starter, List<Map<String, Set<String>>>> runs) {
        return runs.values().stream()
                .flatMap(List::stream)
                .flatMap(run -> run.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ancestors(Map<Starter, List<Map<String, Set<String>>>> runs) {
        return fields(runs).stream()
                .filter(field -> field.contains("proc.aname["))
                .flatMap(field ->
                        runs.values().stream().flatMap(List::stream).flatMap(run -> values(run, field).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of a field, without ids of containers. */
    private static Set<String> values(Map<String, Set<String>> run, String field) {
        return run.getOrDefault(field, Set.of()).stream()
                .map(value -> CONTAINER.matcher(value).replaceAll("ID"))
                .filter(value -> !OF_A_NODE.matcher(value).find())
                .filter(value -> MATTER.contains(field.substring(field.indexOf(' ') + 1))
                        || !NUMBER.matcher(value).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
