// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.requirement.RequiresRoot;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares execve's event with /proc, for what a program can't know about itself. */
@RequiresRoot
class ProcComparisonTest {
    private static final int EXE_WRITABLE = 1;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cd /usr/share; exec sleep 60",
                "ulimit -n 99; exec setpriv --reuid=65534 --regid=65533 --groups=0,7,9 --inh-caps=-all sleep 60",
                "exec script -qec 'exec sleep 60' /dev/null",
                "exec setsid unshare --pid --fork sleep 60",
                "cp /bin/sleep /tmp/kguard-sleep; chmod 666 /tmp/kguard-sleep; chmod +x /tmp/kguard-sleep; "
                        + "exec setpriv --reuid=65534 --clear-groups /tmp/kguard-sleep 60",
            })
    void execveSaysWhatProcSays(String script) throws Exception {
        Recorder recorder = new Recorder();
        try (Sensor sensor = Sensor.open(SensorOptions.defaults().withRingBytes(1 << 20));
                Observation observation = sensor.observe(recorder);
                Shell shell = Shell.waiting(script)) {
            observation.watchProcess(shell.pid(), false);
            shell.go();
            Recorder.Copy event = awaitSleep(observation, recorder);
            int pid = (int) event.tid();
            try {
                compare(event, Objects.requireNonNull(new ProcThread(new ProcProcess(pid, false), pid).read(0)));
            } finally {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The event of the successful execve of sleep. Each barrier delivers what happened until then. */
    private static Recorder.Copy awaitSleep(Observation observation, Recorder recorder) {
        while (true) {
            observation.barrier();
            List<Recorder.Copy> found = recorder.of("execve").stream()
                    .filter(event ->
                            event.number("res") == 0 && event.text("comm").endsWith("sleep"))
                    .toList();
            if (!found.isEmpty()) {
                return found.get(0);
            }
        }
    }

    private static void compare(Recorder.Copy event, ProcessEntry process) {
        assertThat(event.number("pid")).isEqualTo(process.number(Part.PID));
        assertThat(event.text("comm")).isEqualTo(process.text(Part.COMM));
        assertThat(event.text("exe")).isEqualTo(process.text(Part.EXE));
        assertThat(String.join("\0", event.texts("args")) + "\0").isEqualTo(process.text(Part.ARGS));
        assertThat(event.texts("env"))
                .containsExactlyElementsOf(Arrays.asList(process.text(Part.ENV).split("\0", 0)));
        assertThat(event.text("cwd")).isEqualTo(process.text(Part.CWD));
        assertThat(event.text("trusted_exepath")).isEqualTo(process.text(Part.EXEPATH));
        assertThat(event.number("exe_ino")).isEqualTo(process.number(Part.EXE_INODE));
        assertThat(event.number("exe_ino_ctime")).isEqualTo(process.number(Part.EXE_CHANGE_TIME));
        assertThat(event.number("exe_ino_mtime")).isEqualTo(process.number(Part.EXE_MODIFICATION_TIME));
        assertThat((event.number("flags") & EXE_WRITABLE) != 0).isEqualTo(process.is(Part.EXE_WRITABLE));
        assertThat(event.number("fdlimit")).isEqualTo(process.number(Part.FD_LIMIT));
        assertThat(event.number("tty")).isEqualTo(process.int32(Part.TTY));
        assertThat((int) event.number("loginuid")).isEqualTo(process.int32(Part.LOGIN_UID));
        assertThat((int) event.number("uid")).isEqualTo(process.int32(Part.UID));
        assertThat((int) event.number("gid")).isEqualTo(process.int32(Part.GID));
        // A group from outside the process's pid namespace has no number in it. As in Falco, it keeps its own.
        assertThat(event.number("vpgid"))
                .isEqualTo(process.number(Part.VPGID) == 0 ? process.number(Part.PGID) : process.number(Part.VPGID));
        assertThat(event.number("pgid")).isEqualTo(process.number(Part.PGID));
        assertThat(event.number("cap_inheritable")).isEqualTo(process.number(Part.CAP_INHERITABLE));
        assertThat(event.number("cap_permitted")).isEqualTo(process.number(Part.CAP_PERMITTED));
        assertThat(event.number("cap_effective")).isEqualTo(process.number(Part.CAP_EFFECTIVE));
        List<String> cgroups = Arrays.asList(
                process.text(Part.CGROUPS).replace("blkio=", "io=").split("\0", 0));
        assertThat(event.texts("cgroups")).isNotEmpty().isSubsetOf(cgroups);
    }
}
