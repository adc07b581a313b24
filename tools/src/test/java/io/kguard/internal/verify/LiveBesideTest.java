// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Settings;
import io.kguard.internal.program.SearchPath;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.beside.Beside;
import io.kguard.internal.tool.beside.BesideAnalysis;
import io.kguard.internal.tool.beside.Falco;
import io.kguard.internal.tool.beside.FalcoProgram;
import io.kguard.internal.tool.beside.KnownDeviations;
import io.kguard.internal.tool.beside.StandInProgram;
import io.kguard.requirement.RequiresFalco;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run is green only if a Falco that watches the kernel meanwhile says the same. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class LiveBesideTest {
    private static final String RULES = """
            - rule: Hashes read
              desc: The hashes of passwords are read
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and container.name = web
              output: hashes read by %proc.cmdline in %container.name of %k8s.pod.name (%container.image.repository)
              priority: WARNING
            """;
    private static final String SCENARIO = """
            scenario: hashes-read
            title: The hashes are read
            attack: [T1003.008]
            pods:
              - metadata: {name: web-0, namespace: shop}
                spec:
                  containers:
                    - {name: web, image: base, command: [sleep, infinity]}
            steps:
              - exec: {pod: web-0, command: [cat, /etc/shadow], output: "root:"}
            fires: [Hashes read]
            """;

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    @RequiresRoot
    void aFalcoThatSaysNothingDoesNotAgree() throws IOException {
        SuiteResult result = verify(new Falco(StandInProgram.in(folder, 0), "0.45.0"), FalcoVersion.V0_45);

        assertThat(result.problem()).isEqualTo("Falco 0.45.0 does not agree with kguard in 1 of 1 scenario");
        assertThat(lines)
                .contains("Falco 0.45.0 beside, live: 0 of 1 alerts of kguard are Falco's too, in 1 scenario")
                .contains("    only kguard: hashes read by cat /etc/shadow in web of web-0 (docker.io/library/base)");
        assertThat(folder.resolve("reports/beside.json"))
                .content()
                .contains("\"mode\": \"live\"")
                .contains(
                        "\"kguard\": 1, \"falco\": 0, \"late\": 0, \"machine\": 0, \"simulated\": 0, \"doubt\": \"\"");
    }

    @Test
    @RequiresRoot
    void aFalcoThatEndsJudgesNothing() throws IOException {
        Falco falco = new Falco(StandInProgram.in(folder, 0), "0.45.0");
        for (int number = 1; number < 1000; number++) {
            Files.writeString(folder.resolve(String.valueOf(number)), "end\n");
        }
        SuiteResult result = verify(falco, FalcoVersion.V0_45);

        assertThat(result.isGreen()).isFalse();
        assertThat(lines).contains("  hashes-read: not compared: it did not watch: it ended: the probe was detached");
    }

    @Test
    @RequiresRoot
    @RequiresFalco
    void aRealFalcoSaysTheSame() throws IOException {
        Falco falco = Falco.of(FalcoProgram.find(null, null, SearchPath.ofTheMachine()));
        FalcoVersion version =
                FalcoVersion.of(falco.release().substring(0, falco.release().lastIndexOf('.')));
        SuiteResult result = verify(falco, version);

        assertThat(result.isGreen()).as("%s", lines).isTrue();
        assertThat(lines)
                .anyMatch(line -> line.startsWith(
                        falco + " beside, live: 1 of 1 alerts of kguard are Falco's too, in 1 scenario"));
    }

    @Test
    void anImageCannotWatch() {
        assertThatThrownBy(() -> Beside.asked(settings("verify", "falcoImage", "falcosecurity/falco:0.45.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("kguard.beside=live needs a program, and kguard.falcoImage names an image");
    }

    @Test
    void aCaptureCannotBeWatched() {
        assertThatThrownBy(() -> Beside.askedOfCaptures(settings("replay", "capture", "attack.scap")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("and a capture is over; kguard.beside=falco judges it");
    }

    @Test
    void anotherModeIsRefused() {
        assertThatThrownBy(() -> Beside.Mode.of("both"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kguard.beside is \"both\"; it can be falco or live");
    }

    private Settings settings(String goal, String option, String value) {
        return Settings.of(
                Goals.named(goal).orElseThrow(),
                Path::of,
                Map.of("rules", List.of("rules.yaml"), "beside", List.of("live"), option, List.of(value)));
    }

    private SuiteResult verify(Falco falco, FalcoVersion version) throws IOException {
        Beside beside = new Beside(falco, Beside.Mode.LIVE, KnownDeviations.NONE);
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(
                                List.of(Files.writeString(folder.resolve("rules.yaml"), RULES)),
                                version,
                                Matching.ALL,
                                true),
                        new ScenarioOptions(
                                List.of(Files.writeString(folder.resolve("scenario.yaml"), SCENARIO)),
                                new URLClassLoader(new URL[0], null)),
                        new PlayOptions(SimulatorOptions.configured(), 1))
                .with(List.of(new BesideAnalysis(beside)));
        return new Verification(options, null, folder.resolve("reports"), lines::add).run();
    }
}
