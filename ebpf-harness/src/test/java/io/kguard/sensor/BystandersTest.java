// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.ProcessEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The arguments and environments of a container's ancestors may be secret, and appear in no rule's output and in no
 * recording.
 */
@Tag("trust")
class BystandersTest {
    @Test
    void theProcessesAboveShowNeitherArgumentsNorEnvironment() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "SECOND=of-the-child sleep 60 & read line; kill $!", "first");
        builder.environment().put("FIRST", "of-the-parent");
        Process shell = builder.start();
        try {
            long sleep = awaitChild(shell.toHandle());
            Map<Long, ProcessEntry> entries = entries(ProcScan.ofLineage(sleep));

            assertThat(entries.get(sleep).env()).contains("SECOND=of-the-child");
            assertThat(entries.get(sleep).args()).contains("60");
            ProcessEntry above = entries.get(shell.pid());
            assertThat(above.exe()).isEqualTo("sh");
            assertThat(above.args()).isEmpty();
            assertThat(above.env()).isEmpty();
            assertThat(entries.get(ProcessHandle.current().pid()).env()).isEmpty();
            assertThat(entries.get(ProcessHandle.current().pid()).args()).isEmpty();
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
                .filter(entry -> entry.tid() == entry.pid())
                .collect(Collectors.toMap(ProcessEntry::pid, entry -> entry));
    }
}
