// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runc is while it waits in a container for its start. */
@RequiresRoot
@Tag("trust")
@Tag("runc")
@Timeout(300)
class SealedRuncTest {
    private static final SandboxOptions OPTIONS =
            SimulatorOptions.configured().sandbox().withRuntime(ContainerRuntime.RUNC);

    @TempDir
    Path folder;

    /** The program of a container's first process before it becomes that of the container. */
    private record Waiting(String name, Object inode, long bytes) {
        static Waiting of(long pid) {
            Path program = Path.of("/proc/" + pid + "/exe");
            try {
                return new Waiting(
                        Files.readSymbolicLink(program) + "",
                        Files.getAttribute(program, "unix:ino"),
                        Files.size(program));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Keeps what it sees, and tries to change the program, as a container that got hold of it would. */
    private static final class Watcher implements PodListener {
        final List<Waiting> seen = new ArrayList<>();

        @Override
        public void beforeStart(ContainerMetadata container, long shimPid) {}

        @Override
        public void created(ContainerMetadata container, long pid) {
            seen.add(Waiting.of(pid));
            assertThatThrownBy(() ->
                            Files.write(Path.of("/proc/" + pid + "/exe"), new byte[] {1}, StandardOpenOption.WRITE))
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<Waiting> play(SandboxOptions options) {
        Watcher watcher = new Watcher();
        try (Sandbox sandbox = Sandboxes.open(options)) {
            for (int i = 0; i < 2; i++) {
                try (PodSandbox pod = sandbox.start(Pods.sleeping(), watcher)) {
                    assertThat(Pods.bash(pod, "echo works").stdout()).isEqualTo("works\n");
                }
            }
        }
        return watcher.seen;
    }

    @Test
    void allContainersShareOneCopy() throws IOException {
        List<Waiting> seen = play(OPTIONS);

        assertThat(seen).hasSize(2).containsOnly(seen.get(0));
        assertThat(seen.get(0).name()).startsWith("/memfd:runc_cloned:/proc/self/exe");
        assertThat(seen.get(0).bytes()).isEqualTo(Files.size(program()));
    }

    @Test
    void ofAScriptThereIsNone() throws IOException {
        Path script = Files.writeString(folder.resolve("runc"), "#!/bin/sh\nexec " + program() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        List<Waiting> seen = play(OPTIONS.withRunc(script));

        assertThat(seen).extracting(Waiting::inode).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void withoutItsHolderNoContainerStarts() {
        Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
        try (Sandbox sandbox = Sandboxes.open(OPTIONS)) {
            sandbox.start(Pods.sleeping(), PodListener.NONE).close();
            ProcessHandle holder = ProcessHandle.current()
                    .descendants()
                    .filter(child -> !before.contains(child))
                    .filter(child -> child.info().arguments().stream()
                            .anyMatch(all -> List.of(all).contains("seal")))
                    .findFirst()
                    .orElseThrow();
            holder.destroyForcibly();
            holder.onExit().join();

            assertThatThrownBy(() -> sandbox.start(Pods.sleeping(), PodListener.NONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("open the program /proc/" + holder.pid() + "/fd/9");
        }
    }

    private Path program() throws IOException {
        return Runc.find(OPTIONS.runc(), folder).binary().orElseThrow();
    }
}
