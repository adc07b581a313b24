// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapWriter;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of a plugin that kguard does not know: the plugin of {@code plugin-host/src/test/c/sample.c}. */
@Tag("trust")
class OwnPluginTest {
    private static final Path LIBRARY =
            Path.of("../plugin-host/target/test-classes/plugins/libsample.so").toAbsolutePath();
    private static final int SAMPLE = 998;

    @TempDir
    private Path folder;

    private Path config = Path.of("");
    private Path log = Path.of("");

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("falco.yaml");
        log = Files.writeString(folder.resolve("lines"), "1700000000000000001 login user=root\n2 login user=alice\n");
        Files.writeString(folder.resolve("rules.yaml"), """
                - required_plugin_versions: [{name: sample, version: 0.1.0}]
                - rule: Root logs in
                  desc: d
                  condition: sample.value[user] = root and evt.source = sample
                  output: "line %sample.line of %sample.size bytes (%evt.plugininfo, %sample.fails)"
                  priority: WARNING
                  source: sample
                """);
        configure("", "");
    }

    private void configure(String initConfig, String openParams) throws IOException {
        Files.writeString(config, """
                stdout_output: {enabled: true}
                plugins:
                  - name: sample
                    library_path: %s
                    init_config: "%s"
                    open_params: "%s"
                """.formatted(LIBRARY, initConfig, openParams));
    }

    private Program replay(String... arguments) {
        String[] all = new String[arguments.length + 5];
        String[] first = {
            "replay",
            "--config",
            config.toString(),
            "--rules",
            folder.resolve("rules.yaml").toString()
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(arguments, 0, all, first.length, arguments.length);
        return Program.run(folder, all);
    }

    private static void assertAlert(Program replayed) {
        assertThat(replayed.error()).doesNotContain("kguard: ");
        assertThat(replayed.status()).isZero();
        assertThat(replayed.out())
                .contains("Warning line login user=root of 15 bytes (a line of 15 bytes, <NA>)")
                .doesNotContain("alice");
    }

    @Test
    void thePluginOpensALog() {
        assertAlert(replay("--plugins", "sample", "--log", log.toString()));
    }

    @Test
    void thePluginOpensWhatItsOpenParamsSay() throws IOException {
        configure("", log.toString());
        assertAlert(replay("--plugins", "sample"));
    }

    @Test
    void recordedEventsOfThePluginAreJudged() throws IOException {
        Path capture = folder.resolve("recorded.scap");
        EventWriter writer = new EventWriter(FalcoVersion.CURRENT);
        try (ScapWriter scap = ScapWriter.create(capture)) {
            for (String line : new String[] {"login user=root", "login user=alice"}) {
                scap.write(
                        writer.begin(EventCodes.PLUGINEVENT_E, 1_700_000_000_000_000_001L, -1)
                                .number(SAMPLE)
                                .bytes(line.getBytes(UTF_8))
                                .end(),
                        0,
                        false);
            }
        }
        assertAlert(replay("--plugins", "sample", "--capture", capture.toString()));
    }

    @Test
    void aScenarioHasALogThatThePluginOpens() throws IOException {
        Files.writeString(folder.resolve("others"), "1 login user=alice\n");
        Path scenarios = Files.writeString(folder.resolve("root.yaml"), """
                scenario: root-login
                title: Root logs in
                attack: [T1078]
                log: lines
                fires: [Root logs in]
                twin:
                  scenario: other-login
                  title: Somebody else logs in
                  log: others
                """);
        String[] arguments = {
            "verify",
            "--catalogue",
            "off",
            "--config",
            config.toString(),
            "--rules",
            folder.resolve("rules.yaml").toString(),
            "--scenarios",
            scenarios.toString(),
            "--plugins",
            "sample"
        };
        Program verified = Program.run(folder, arguments);
        assertThat(verified.error()).doesNotContain("kguard: ");
        assertThat(verified.out()).contains("2 checks: 2 passed, 0 failed, 0 errors");

        for (String where :
                new String[] {"open:crash", "next:exit", "extract:crash", "extract:fork", "value:several"}) {
            configure(where, "");
            Program broken = Program.run(folder, arguments);
            assertThat(broken.status()).as(where).isEqualTo(2);
            assertThat(broken.out()).as(where).contains("0 passed").contains("plugin sample: it");
        }
    }

    /** Falco passes over it, too; but who wrote the rule should know. */
    @Test
    void aFieldThatThePluginCanNotReadIsSaid() {
        assertThat(replay("--plugins", "sample", "--log", log.toString()).error())
                .contains(
                        "plugin sample: it failed 2 times to read the field sample.fails, which Falco takes for no value."
                                + " It says: this field always fails");
    }

    @Test
    void aPluginThatNobodyNamedIsNotLoaded() throws IOException {
        configure("init:crash", "");
        Program replayed = replay("--log", log.toString());

        assertThat(replayed.status()).isNotZero();
        assertThat(replayed.error())
                .contains("kguard does not load the plugin sample by itself, so rules that need it do not load")
                .contains("its library is loaded if --plugins names it")
                .doesNotContain("crashed");
    }

    @Test
    void aPluginThatBreaksIsNeverAPass() throws IOException {
        for (String where : new String[] {"init:crash", "open:exit", "next:fork", "extract:crash", "value:null"}) {
            configure(where, "");
            Program replayed = replay("--plugins", "sample", "--log", log.toString());

            assertThat(replayed.status()).as(where).isEqualTo(2);
            assertThat(replayed.error()).as(where).contains("kguard: plugin sample: it");
            assertThat(replayed.out()).as(where).isEmpty();
        }
    }

    @Test
    void onlyPluginsOfTheConfigurationCanBeNamed() {
        Program other = replay("--plugins", "other", "--log", log.toString());
        assertThat(other.status()).isEqualTo(64);
        assertThat(other.error()).contains("the falco.yaml has Falco load no plugin other");

        Program none = Program.run(
                folder,
                "replay",
                "--plugins",
                "sample",
                "--rules",
                folder.resolve("rules.yaml").toString(),
                "--log",
                log.toString());
        assertThat(none.status()).isEqualTo(64);
        assertThat(none.error()).contains("names plugins of a falco.yaml: give it with --config=falco.yaml");
    }
}
