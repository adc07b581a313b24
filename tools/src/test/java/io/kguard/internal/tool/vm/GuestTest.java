// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real kernel in QEMU. The variable KGUARD_TEST_KERNEL names the kernel; without it, it is this machine's. */
@Tag("trust")
@Timeout(1200)
class GuestTest {
    private static final GuestMachine MACHINE = GuestMachine.ofThisMachine();

    @TempDir
    Path folder;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private GuestKernel kernel;

    @BeforeEach
    void thereIsAKernel() throws Exception {
        kernel = kernel();
    }

    @Test
    void aCommandRunsAsRootOfItsOwnMachine() throws Exception {
        Path given = Files.writeString(folder.resolve("given"), "from the host\n");
        Path out = folder.resolve("out");

        int status = run(
                Duration.ofMinutes(15),
                new GuestFiles().with(given),
                List.of(out),
                "id -u; cat " + given + "; ls " + out + "; cp " + given + " " + out
                        + "/taken; ls /sys/class/net; exit 7");

        assertThat(status).isEqualTo(7);
        assertThat(lines).containsSubsequence("0", "from the host", "lo").doesNotContain("eth0");
        assertThat(out.resolve("taken")).hasContent("from the host\n");
    }

    @Test
    void itMayHaveSeveralProcessors() throws Exception {
        run(
                new Guest.Limits(1024, Duration.ofMinutes(15), 2),
                new GuestFiles(),
                List.of(),
                "echo processors: $(grep -c ^processor /proc/cpuinfo)");

        assertThat(lines)
                .anyMatch(line -> line.matches("processors: [2-9]")); // with KVM it has more if this machine has
    }

    /** Such a machine says nothing of how its command ended, and silence is no success. */
    @Test
    void aKernelThatPanicsIsAnError() {
        assertThatThrownBy(() ->
                        run(Duration.ofMinutes(15), new GuestFiles(), List.of(), "echo c >/proc/sysrq-trigger; exit 0"))
                .isInstanceOf(GuestException.class)
                .hasMessageContaining(" ended before its command did. Its console ends with:")
                .hasMessageContaining("Kernel panic");
    }

    @Test
    void aMachineThatPowersOffBeforeTheEndIsAnError() {
        assertThatThrownBy(() ->
                        run(Duration.ofMinutes(15), new GuestFiles(), List.of(), "/kguard/busybox poweroff -f; exit 0"))
                .isInstanceOf(GuestException.class)
                .hasMessageContaining(" ended before its command did");
    }

    @Test
    void aMachineThatNeverEndsIsEnded() {
        assertThatThrownBy(() -> run(Duration.ofSeconds(5), new GuestFiles(), List.of(), "exec sleep 10000"))
                .isInstanceOf(GuestException.class)
                .hasMessageContaining(" did not end within 5 s, and was ended (kguard.vmTimeout)");
    }

    private int run(Duration time, GuestFiles files, List<Path> outputs, String script)
            throws IOException, InterruptedException {
        return run(new Guest.Limits(1024, time, 1), files, outputs, script);
    }

    private int run(Guest.Limits limits, GuestFiles files, List<Path> outputs, String script)
            throws IOException, InterruptedException {
        Guest guest = new Guest(kernel, MACHINE, limits, GuestPrograms.busybox(), "");
        GuestPrograms.addTo(files, null);
        return guest.run(
                files, new GuestCommand(List.of("sh", "-c", script), Path.of("/"), Map.of()), outputs, lines::add);
    }

    private static GuestKernel kernel() throws IOException, InterruptedException {
        if (MACHINE.find(SearchPath.ofTheMachine()).isEmpty()) {
            return abort("there is no QEMU: " + MACHINE.fix());
        }
        String named = System.getenv().getOrDefault("KGUARD_TEST_KERNEL", "");
        try {
            return Kernels.ofThisMachine(MACHINE).find(named.isEmpty() ? Kernels.OWN : named);
        } catch (GuestException e) {
            if (named.isEmpty()) {
                return abort("there is no kernel to boot (KGUARD_TEST_KERNEL can name one): " + e.getMessage());
            }
            throw e;
        }
    }
}
