// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.BrokenRun.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.ruletest.RuleTestFolder;
import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Expectation;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Verdict;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that a signal stops, or whose build is killed, ends everything that it started. */
@RequiresRoot
@Timeout(240)
@Tag("trust")
class StoppedRunTest {
    /** Seconds; on an idle machine it takes none. */
    private static final long PATIENCE = 60;

    private static final String LONG =
            scenario("broken", "- exec: {pod: broken, command: [sh, -c, 'setsid sleep 7933 & sleep 7933']}");

    @TempDir
    Path folder;

    private Process start(Class<?> program) throws Exception {
        // a background build of a script inherits that SIGINT is ignored
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
        // newer JVMs warn if native code is not allowed
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--enable-native-access"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Dkguard.runtime="
                        + SimulatorOptions.configured()
                                .sandbox()
                                .runtime()
                                .name()
                                .toLowerCase(Locale.ROOT),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                folder.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void aSignalLeavesNothing(String signal, int status) throws Exception {
        BrokenRun run = new BrokenRun(folder);
        Process jvm = start(Playing.class);
        ProcessHandle step = run.process("sleep 7933");

        new ProcessBuilder("kill", "-" + signal, String.valueOf(jvm.pid()))
                .start()
                .waitFor();

        assertThat(jvm.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isEqualTo(status);
        step.onExit().get(PATIENCE, TimeUnit.SECONDS);
        run.assertClean();
        assertThat(folder.resolve("output"))
                .content()
                .contains("Stopped before the checks ended.", "No check was made.")
                .doesNotContain("ERROR", "WARNING", "Exception");
    }

    @ParameterizedTest
    @CsvSource({"TERM", "KILL"})
    void aBuildThatEndsEndsItsRuleTestsAndTheirAttacks(String signal) throws Exception {
        BrokenRun run = new BrokenRun(folder);
        run.options(UnaryOperator.identity(), List.of(LONG));
        Process build = start(Building.class);
        ProcessHandle step = run.process("sleep 7933");
        ProcessHandle tests = build.children().findFirst().orElseThrow();

        new ProcessBuilder("kill", "-" + signal, String.valueOf(build.pid()))
                .start()
                .waitFor();
        tests.onExit().get(PATIENCE, TimeUnit.SECONDS);
        step.onExit().get(PATIENCE, TimeUnit.SECONDS);

        build.waitFor();
        if (signal.equals("KILL")) {
            assertThat(RuleTestFolder.leftovers(folder.resolve("tmp"))).hasSize(1);
            RuleTestFolder.create(folder.resolve("tmp")).close();
        }
        assertThat(RuleTestFolder.leftovers(folder.resolve("tmp"))).isEmpty();
    }

    /** Verifies a long scenario. */
    static final class Playing {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            VerifyOptions options = new BrokenRun(folder).options(UnaryOperator.identity(), List.of(LONG));
            new Verification(options, null, folder.resolve("reports"), System.out::println).run();
        }
    }

    /** Runs rule tests, including a long one, as the gate does. */
    static final class Building {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Path classes = folder.resolve("classes");
            String file = WaitingRule.class.getName().replace('.', '/') + ".class";
            Files.createDirectories(classes.resolve(file).getParent());
            Files.copy(Path.of("target/test-classes", file), classes.resolve(file));
            List<Path> classPath = new ArrayList<>(List.of(classes));
            for (String entry : System.getProperty("java.class.path").split(":")) {
                classPath.add(Path.of(entry).toAbsolutePath());
            }
            new RuleTestRun(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            classPath,
                            classes,
                            folder,
                            Map.of("kguard.runtime", System.getProperty("kguard.runtime")),
                            5)
                    .run();
        }
    }

    @Test
    void nothingFollowsIt() {
        List<String> lines = new ArrayList<>();
        try (StoppedRun run = StoppedRun.watch(lines::add)) {
            run.accept("one");
            run.stop();
            run.accept("an error that is none");
        }
        assertThat(lines)
                .containsExactly(
                        "one",
                        "Stopped before the checks ended. What they started is being removed.",
                        "No check was made.");
    }

    @Test
    void whatWasJudgedIsSaid() {
        List<String> lines = new ArrayList<>();
        List<CheckResult> passedOn = new ArrayList<>();
        try (StoppedRun run = StoppedRun.watch(lines::add)) {
            Consumer<CheckResult> listener = run.counting(38, passedOn::add);
            listener.accept(check("first", new Verdict.Passed()));
            listener.accept(check("second", new Verdict.Passed()));
            listener.accept(check("third", new Verdict.Failed("it did not fire")));
            listener.accept(check("fourth", new Verdict.Errored("it did not start")));
            run.stop();
            listener.accept(check("cut short", new Verdict.Errored("its pod is gone")));
        }
        assertThat(passedOn).hasSize(5);
        assertThat(lines)
                .containsExactly(
                        "Stopped before the checks ended. What they started is being removed.",
                        "4 of 38 checks were made: 2 passed, 1 failed, 1 error. Nothing is known of the others, and no report"
                                + " was written.",
                        "  FAILED  third, Shell",
                        "  ERROR  fourth, Shell");
    }

    private static CheckResult check(String scenario, Verdict verdict) {
        return new CheckResult(
                new CheckResult.Subject(scenario, EventOrigin.LIVE),
                Expectation.fires("Shell"),
                "syscall",
                verdict,
                CheckResult.Counts.NONE,
                List.of(),
                CheckResult.Evidence.NONE);
    }
}
