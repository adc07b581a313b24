// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD) // some of them play
class KernelSupportTest {
    @TempDir
    Path root;

    private Answer answer(String name) {
        return new KernelProbes(root, "5.10.0", "/usr/bin")
                .all().stream()
                        .filter(requirement -> requirement.name().equals(name))
                        .map(Requirement::answer)
                        .findFirst()
                        .orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void whatCanNotBeReadIsNotTakenToBeThere() {
        assertThat(answer("capabilities")).isInstanceOf(CouldNotTell.class);
        assertThat(answer("kernel lockdown")).isInstanceOf(CouldNotTell.class);
        assertThat(answer("kernel type information (BTF)")).isInstanceOf(CouldNotTell.class);
        assertThat(answer("tracepoints of system calls and processes")).isInstanceOf(CouldNotTell.class);
    }

    @Test
    void anOldKernelIsNamedWithTheVersionThatIsNeeded() {
        assertThat(answer("Linux kernel"))
                .isEqualTo(new Unsupported(
                        "5.10.0: it has no task storage for BPF programs that trace (Linux 5.12), and no BPF programs of the type"
                                + " syscall (5.14)",
                        "live simulations can't run; captures can still be replayed",
                        "boot Linux 6.1 or newer"));
    }

    @Test
    void missingCapabilitiesAreListed() throws IOException {
        write("proc/self/status", "Name:\tjava\nCapEff:\t0000000000080000\n");
        assertThat(answer("capabilities"))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        it -> assertThat(it.detail())
                                .isEqualTo("missing: CAP_CHOWN (gives cgroups and folders to pods), CAP_DAC_OVERRIDE"
                                        + " (changes what pods own), CAP_SETGID (maps the ids of pods' groups), CAP_SETUID"
                                        + " (maps the ids of pods' users), CAP_SYS_ADMIN (loads BPF programs, makes"
                                        + " namespaces and mounts)"));
        write("proc/self/status", "Name:\tjava\nCapEff:\t00000000002000c3\n");
        assertThat(answer("capabilities")).isEqualTo(new Supported("CHOWN, DAC_OVERRIDE, SETGID, SETUID, SYS_ADMIN"));
        write("proc/self/status", "Name:\tjava\nCapEff:\t00000000002000c2\n");
        assertThat(answer("capabilities"))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        it -> assertThat(it.fix())
                                .isEqualTo("run as root (sudo); in a container, --cap-add CHOWN --cap-add DAC_OVERRIDE"
                                        + " --cap-add SETGID --cap-add SETUID --cap-add SYS_ADMIN"));
    }

    @Test
    void idsOfProcessesThatAreNotTheKernelsAreNoticed() throws IOException {
        assertThat(answer("ids of processes")).isInstanceOf(CouldNotTell.class);
        Path link = Files.createDirectories(root.resolve("proc/self/ns")).resolve("pid");
        Files.createSymbolicLink(link, Path.of("pid:[4026532999]"));
        assertThat(answer("ids of processes"))
                .isInstanceOfSatisfying(
                        Unsupported.class, it -> assertThat(it.fix()).isEqualTo("start the container with --pid=host"));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("pid:[4026531836]"));
        assertThat(answer("ids of processes")).isEqualTo(new Supported("the kernel's own"));
    }

    @Test
    void cgroupsOfAContainerAreNotThoseOfTheMachine() throws IOException {
        write("sys/fs/cgroup/cgroup.controllers", "");
        write("proc/self/mountinfo", "30 29 0:26 /docker/0123 /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n");
        assertThat(answer("cgroups"))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        it -> assertThat(it.fix()).isEqualTo("start the container with --cgroupns=host -v /sys:/sys"));
        write("proc/self/mountinfo", "30 29 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup rw\n");
        assertThat(answer("cgroups")).isEqualTo(new Supported("version 2"));
    }

    @Test
    void lockdownHindersInConfidentialityModeOnly() throws IOException {
        write("sys/kernel/security/lockdown", "none integrity [confidentiality]\n");
        assertThat(answer("kernel lockdown")).isInstanceOf(Unsupported.class);
        write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        assertThat(answer("kernel lockdown")).isInstanceOf(Supported.class);
    }

    @Test
    void tracepointsAreLookedUpInTheTypeInformation() throws IOException {
        write(
                "sys/kernel/btf/vmlinux",
                "\0btf_trace_sys_exit\0btf_trace_sched_process_exec\0btf_trace_sched_process_exit\0");
        assertThat(answer("tracepoints of system calls and processes"))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        it -> assertThat(it.detail())
                                .isEqualTo("the kernel has no sys_enter, sched_process_fork, cgroup_attach_task, "
                                        + "signal_deliver"));
    }

    @Test
    void cgroupModesAreToldApart() throws IOException {
        assertThat(answer("cgroups")).isInstanceOf(Unsupported.class);
        write("sys/fs/cgroup/memory/cgroup.procs", "");
        assertThat(answer("cgroups")).isEqualTo(new Supported("version 1"));
        write("sys/fs/cgroup/unified/cgroup.procs", "");
        assertThat(answer("cgroups")).isEqualTo(new Supported("hybrid: versions 1 and 2"));
        write("sys/fs/cgroup/cgroup.controllers", "");
        assertThat(answer("cgroups")).isEqualTo(new Supported("version 2"));
    }

    @Test
    @RequiresRoot
    void aMachineThatRunsTheSensorIsSaidTo() {
        assertThat(KernelSupport.probe().requirements())
                .filteredOn(it -> it.name().startsWith("Linux")
                        || it.name().startsWith("kernel type")
                        || it.name().startsWith("tracepoints")
                        || it.name().startsWith("native")
                        || it.name().startsWith("capabilities"))
                .hasSize(5)
                .allMatch(it -> it.answer() instanceof Supported);
    }

    @Test
    void refusalsOfTheVerifierNameTheProgramAndTheLine() {
        String log = """
                libbpf: prog 'exit_open': -- BEGIN PROG LOAD LOG --
                12: (85) call bpf_probe_read_user#112
                R2 unbounded memory access, use 'var &= const' or 'if (var < const)'
                processed 1263 insns (limit 1000000) max_states_per_insn 3 total_states 39 peak_states 39 mark_read 0
                -- END PROG LOAD LOG --
                libbpf: prog 'exit_open': failed to load: -13
                libbpf: failed to load object 'kguard'
                """;
        assertThat(BpfFailure.decisiveLine(log))
                .isEqualTo("program exit_open: R2 unbounded memory access, use 'var &= const' or 'if (var < const)'");
    }

    @Test
    void anOldGlibcIsNamed() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                "libbpf.so.1: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found");
        assertThat(NativeLibraries.refused(error))
                .hasMessageStartingWith(
                        "The sensor's libraries need glibc 2.38 or later, and this machine's is older.");
    }
}
