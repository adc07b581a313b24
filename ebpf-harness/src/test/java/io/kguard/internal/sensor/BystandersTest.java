// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is above a container is the build that plays it: a rule must not depend on it, and its arguments and environment may
 * be secret.
 */
@Tag("trust")
class BystandersTest {
    @Test
    void aboveAServiceThereIsSystemdAlone() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "SECOND=of-the-child sleep 60 & read line; kill $!", "first");
        Process shell = builder.start();
        try {
            long sleep = awaitChild(shell.toHandle());
            Map<Long, ProcessEntry> entries = entries(ProcScan.onNode(sleep));

            assertThat(entries).containsOnlyKeys(1L, sleep);
            ProcessEntry service = entries.get(sleep);
            assertThat(service.text(Part.ENV)).contains("SECOND=of-the-child");
            assertThat(service.text(Part.ARGS)).contains("60");
            assertThat(service.number(Part.PTID)).isEqualTo(1);
            assertThat(service.text(Part.CGROUPS).split("\0"))
                    .isNotEmpty()
                    .allSatisfy(cgroup -> assertThat(cgroup).endsWith("=/system.slice/containerd.service"));
            ProcessEntry systemd = entries.get(1L);
            assertThat(systemd.text(Part.COMM)).isEqualTo("systemd");
            assertThat(systemd.text(Part.EXEPATH)).isEqualTo("/usr/lib/systemd/systemd");
            assertThat(systemd.number(Part.PTID)).isZero();
        } finally {
            shell.getOutputStream().close();
        }
    }

    private static long awaitChild(ProcessHandle shell) {
        while (shell.isAlive()) {
            List<ProcessHandle> started = shell.children()
                    .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                    .toList();
            if (!started.isEmpty()) {
                return started.get(0).pid();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the shell ended");
    }

    private static Map<Long, ProcessEntry> entries(ProcScan scan) {
        return scan.entries().stream()
                .filter(ProcessEntry.class::isInstance)
                .map(ProcessEntry.class::cast)
                .filter(entry -> entry.number(Part.TID) == entry.number(Part.PID))
                .collect(Collectors.toMap(entry -> entry.number(Part.PID), entry -> entry));
    }
}
