// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk for pods' files is full, or fills up at any point of a start. */
@RequiresRoot
@Tag("runc")
@Timeout(300)
class FullDiskTest {
    private static final int PAGE = 4096;
    private static final int PAGES = 512;

    @TempDir
    Path state;

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=" + PAGES * PAGE, "tmpfs", state.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", state.toString());
    }

    @Test
    void aPodStartsOrSaysThatThereIsNoSpaceAndLeavesNothing() throws Exception {
        int refused = 0;
        try (Sandbox sandbox =
                Sandboxes.open(SimulatorOptions.configured().sandbox().withStateDirectory(state))) {
            int started = 0;
            for (int free = 0; started < 3; free++) {
                leave(free);
                Set<String> before = files();
                String uid = UUID.randomUUID().toString();
                try (PodSandbox pod = sandbox.start(sleeping(uid), PodListener.NONE)) {
                    assertThat(Pods.bash(pod, "echo here").stdout()).isEqualTo("here\n");
                    started++;
                } catch (SandboxException e) {
                    assertThat(e).as(free + " pages free").hasMessageContaining("No space left on device");
                    refused++;
                }
                assertThat(files()).as(free + " pages free").isEqualTo(before);
                assertThat(cgroups(uid)).as(free + " pages free").isEmpty();
            }
        }
        assertThat(refused).isPositive();
        Files.delete(state.resolve("ballast"));
        assertThat(files()).isEmpty();
    }

    /** Fills the disk except for some pages. */
    private void leave(int pages) throws IOException {
        Path ballast = state.resolve("ballast");
        Files.deleteIfExists(ballast);
        byte[] page = new byte[PAGE];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int i = 0; i < PAGES; i++) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
        try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, Files.size(ballast) - (long) pages * PAGE));
        }
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(state)) {
            // runc's folder of containers stays as long as the sandbox
            return all.filter(path -> !path.equals(state) && !path.endsWith("runc"))
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Pod sleeping(String uid) {
        return new PodBuilder(Pods.sleeping())
                .editMetadata()
                .withUid(uid)
                .endMetadata()
                .build();
    }

    private static List<Path> cgroups(String uid) throws IOException {
        return CgroupMount.all().stream()
                .map(mount -> mount.path().resolve("kubepods/besteffort/pod" + uid))
                .filter(Files::exists)
                .toList();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
