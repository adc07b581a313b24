// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What rules see of a container is the same, whoever started kguard: a JVM, a shell, a login over SSH, or cron. A field
 * whose values differ between two equal runs is compared without its numbers, and left out if it differs even then.
 */
@RequiresRoot
@Tag("trust")
@Tag("runc")
class InvisibleTesterTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

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

    private static final Pattern CONTAINER = Pattern.compile("\\b(?=[0-9a-f]*[a-f])[0-9a-f]{12,64}\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @TempDir
    private Path folder;

    private record Starter(String name, List<String> command) {}

    @Test
    void everyFieldIsTheSameWhoeverStartsIt() throws Exception {
        Map<String, Set<String>> java = run(new Starter("java", List.of()));
        Map<String, Set<String>> again = run(new Starter("again", List.of()));
        Set<String> differ = new TreeSet<>();
        Set<String> compared = new TreeSet<>();
        for (Starter starter : List.of(shell(), login(), cron())) {
            Map<String, Set<String>> other = run(starter);
            for (String field : java.keySet()) {
                Pattern varying = varying(java.get(field), again.get(field));
                if (varying == null) {
                    continue;
                }
                compared.add(field.substring(field.indexOf(' ') + 1));
                Set<String> expected = without(varying, java.get(field));
                Set<String> found = without(varying, other.getOrDefault(field, Set.of()));
                if (!found.equals(expected)) {
                    differ.add(field + ": " + expected + ", and below " + starter.name() + " " + found);
                }
            }
            assertThat(other).containsOnlyKeys(java.keySet());
        }

        System.out.println(compared.size() + " fields compared below four starters");
        assertThat(differ).isEmpty();
        assertThat(compared).containsAll(MATTER);
        assertThat(java.entrySet())
                .filteredOn(entry -> entry.getKey().contains("proc.aname["))
                .flatExtracting(Map.Entry::getValue)
                .contains("containerd-shim", "systemd")
                .doesNotContain("java", "mvn");
    }

    private static Starter shell() {
        return new Starter("bash", List.of("bash", "-c", "SECRET=of-the-shell \"$@\"; echo done", "bash"));
    }

    /** A terminal, a login, ignored signals and few descriptors. */
    private Starter login() throws IOException {
        Path sshd = program("sshd");
        String script = "[ ! -e /proc/self/loginuid ] || echo 1000 >/proc/self/loginuid; ulimit -n 900;"
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

    private Map<String, Set<String>> run(Starter starter) throws Exception {
        Path seen = folder.resolve(starter.name() + ".tsv");
        Path output = folder.resolve(starter.name() + ".log");
        List<String> command = new ArrayList<>(starter.command());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SeenFieldsProgram.class.getName(),
                seen.toString()));
        SCENARIOS.forEach(
                name -> command.add(CATALOGUE.resolve(name).toAbsolutePath().toString()));
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

    /** What varies in a field's values between two equal runs; null if they differ in more than ids and numbers. */
    private static @Nullable Pattern varying(Set<String> one, @Nullable Set<String> other) {
        if (other == null) {
            return null;
        }
        for (Pattern pattern : List.of(Pattern.compile("(?!)"), CONTAINER, NUMBER)) {
            if (without(pattern, one).equals(without(pattern, other))) {
                return pattern;
            }
        }
        return null;
    }

    private static Set<String> without(Pattern varying, Set<String> values) {
        return values.stream()
                .map(value -> varying == NUMBER ? CONTAINER.matcher(value).replaceAll("ID") : value)
                .map(value -> varying.matcher(value).replaceAll("#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
