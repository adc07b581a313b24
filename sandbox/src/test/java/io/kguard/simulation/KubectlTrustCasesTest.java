// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.cluster.ListeningPort;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios with attacks on the machine through kubectl, which once succeeded. */
@Tag("trust")
@RequiresRoot
@RequiresShared
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTrustCasesTest {
    private static final String SECRET = "TOPSECRET-HOST";

    private Simulator simulator;
    private RuleSet rules;
    private Path outside;
    private ListeningPort port;

    @BeforeAll
    void open() {
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", """
                        - rule: Always
                          desc: A program was executed
                          condition: evt.type in (execve, execveat)
                          output: x
                          priority: NOTICE
                        """),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    @BeforeEach
    void placeTheCanaries(@TempDir Path folder) throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(folder.resolve("outside.txt"), SECRET);
        port = ListeningPort.open();
    }

    @AfterEach
    void theMachineIsAsItWas() throws IOException {
        port.close();
        assertThat(port.requests()).as("what reached a port of the machine").isEmpty();
        try (var files = Files.walk(outside)) {
            assertThat(files).as("what was written to the machine").containsExactly(outside);
        }
    }

    @ParameterizedTest
    @CsvSource({"k-fromfile", "k-http", "k-server"})
    void whatNeedsTheMachineFails(String name) throws IOException {
        Detections detections = play(name, scenario(name));

        assertThat(detections.doubts()).singleElement().asString().contains("ended with exit status 1, not 0");
        assertThat(String.join("\n", detections.doubts())).doesNotContain("did not print");
    }

    @ParameterizedTest
    @CsvSource({"k-cp", "k-execplugin"})
    void whatIsWrittenAndRunStaysInTheContainer(String name) throws IOException {
        assertThat(play(name, scenario(name)).doubts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"k-proxy,127.0.0.1", "k-proxy0,127.0.0.2"})
    void aProxyIsNotReachedFromTheMachine(String name, String address) throws IOException {
        String text = scenario(name).replace("20s", "4s");
        CompletableFuture<Detections> played = CompletableFuture.supplyAsync(() -> play(name, text));
        boolean reached = false;
        while (!played.isDone()) {
            reached |= connects(new InetSocketAddress(InetAddress.getByName(address), 18998));
        }

        assertThat(reached).isFalse();
        assertThat(played.join().doubts())
                .singleElement()
                .asString()
                .containsPattern(
                        "--port=18998\" did not end within \\d+ ms and was killed"); // longer on a busy machine
    }

    @Test
    void aManifestBesideTheScenarioIsApplied(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("note.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: note}\n");
        Path file = Files.writeString(
                folder.resolve("scenario.yaml"), scenario("k-http").replaceFirst("http://[^\"]*", "note.yaml"));

        Detections detections = simulator.run(ScenarioReader.read(file).get(0), rules);

        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.firedRules()).containsExactly("Always");
    }

    @Test
    void aLinkBesideTheScenarioThatLeadsOutIsRefused(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("leak"), outside.resolveSibling("outside.txt"));
        Path file = Files.writeString(
                folder.resolve("scenario.yaml"),
                scenario("k-fromfile").replaceFirst("--from-file=[^\"]*", "--from-file=leak"));

        assertThat(simulator.run(ScenarioReader.read(file).get(0), rules).doubts())
                .singleElement()
                .asString()
                .contains("the file leak is a link to", "which is hidden or not in the folder")
                .doesNotContain(SECRET);
    }

    private Detections play(String name, String text) {
        return simulator.run(ScenarioReader.read(name, text).get(0), rules);
    }

    private String scenario(String name) throws IOException {
        return Files.readString(Shared.path("trust-cases/confinement/" + name + ".yaml"), UTF_8)
                .replace("/tmp/kguard-outside", outside.toString())
                .replace("18999", String.valueOf(port.number()));
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
