// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.BrokenRun.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM is killed during a run: its containers die, and the next run removes what is left. */
@RequiresRoot
@Timeout(240)
class KilledRunTest {
    private static final String UNHURT = scenario("unhurt", "- exec: {pod: unhurt, command: ['true']}");
    private static final String HURT =
            scenario("broken", "- exec: {pod: broken, command: [sh, -c, 'setsid sleep 7927 & sleep 7927']}");

    @Test
    void theNextRunFindsACleanMachine(@TempDir Path folder) throws Exception {
        BrokenRun run = new BrokenRun(folder);
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dkguard.runtime="
                                + SimulatorOptions.configured()
                                        .sandbox()
                                        .runtime()
                                        .name()
                                        .toLowerCase(Locale.ROOT),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle step = run.process("sleep 7927");
        ProcessHandle shim = run.shim();
        ProcessHandle holder = run.holder();
        jvm.destroyForcibly().waitFor();
        for (ProcessHandle process : List.of(step, shim, holder)) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }

        Files.delete(folder.resolve("scenarios/0.yaml"));
        SuiteResult result = run.run(UnaryOperator.identity(), UNHURT);

        assertThat(result.isGreen()).as("%s", result).isTrue();
        run.assertClean();
    }

    /** Plays a long scenario. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            new BrokenRun(Path.of(args[0])).run(UnaryOperator.identity(), HURT);
        }
    }
}
