// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs begin, end and clean up in the same state directory at once. */
@Timeout(240)
class StateFolderRaceTest {
    private static final int JVMS = 3;
    private static final int ROUNDS = 1000;

    @TempDir
    private Path folder;

    @Test
    void jvmsThatBeginAndEndAtOnceDoNotDisturbEachOther() throws Exception {
        Path root = folder.resolve("state");
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < JVMS; i++) {
            all.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Beginning.class.getName(),
                            root.toString(),
                            String.valueOf(i))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output" + i).toFile())
                    .start());
        }
        for (int i = 0; i < JVMS; i++) {
            int status = all.get(i).waitFor();
            assertThat(Files.readString(folder.resolve("output" + i))).isEmpty();
            assertThat(status).isZero();
        }
        StateFolder.sweep(root, List.of());
        StateFolder.removeIfEmpty(root);
        assertThat(root).doesNotExist();
    }

    /** Begins and ends many times, and sometimes leaves what a killed JVM would leave. */
    static final class Beginning {
        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            for (int round = 0; round < ROUNDS; round++) {
                StateFolder.sweep(root, List.of());
                StateFolder.leftovers(root);
                StateFolder state = StateFolder.create(root, List.of());
                if (round % 10 == 0) {
                    Path dead = root.resolveSibling("dead" + args[1]);
                    Path pod = Files.createDirectories(dead.resolve("f1/p1"));
                    Files.writeString(pod.resolve(StateFolder.CGROUP), "/no/cgroup");
                    Files.move(dead, root.resolve("1-1-" + args[1] + round));
                }
                state.newPod(state.newFolder(), "/no/cgroup");
                state.remove();
            }
        }
    }
}
