// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugins that a {@code falco.yaml} has Falco load. */
class FalcoPluginsTest {
    private static final String OWN = """
            stdout_output: {enabled: true}
            plugins:
              - name: json
                library_path: libjson.so
              - name: own
                library_path: /opt/libown.so
                init_config: {depth: 3, names: [a, b]}
                open_params: "  file.txt\\n"
              - name: other
                library_path: libother.so
                init_config: " opaque "
            """;

    @TempDir
    private Path folder;

    private FalcoConfig read(String yaml) throws IOException {
        return FalcoConfig.read(Files.writeString(folder.resolve("falco.yaml"), yaml), FalcoVersion.CURRENT);
    }

    @Test
    void allAreLoadedIfNothingElseIsSaid() throws IOException {
        assertThat(read(OWN).plugins())
                .containsExactly(
                        new FalcoPlugin("json", folder.resolve("libjson.so"), "", ""),
                        new FalcoPlugin(
                                "own", Path.of("/opt/libown.so"), "{\"depth\":3,\"names\":[\"a\",\"b\"]}", "file.txt"),
                        new FalcoPlugin("other", folder.resolve("libother.so"), "opaque", ""));
    }

    @Test
    void loadPluginsChooses() throws IOException {
        assertThat(read(OWN + "load_plugins: [other, json]\n").plugins())
                .extracting(FalcoPlugin::name)
                .containsExactly("other", "json");
        assertThat(read(OWN + "load_plugins: []\n").plugins()).isEmpty();
    }

    @Test
    void aPluginThatKguardDoesNotKnowIsNamed() throws IOException {
        FalcoConfig config = read(OWN);
        assertThat(config.warnings())
                .hasSize(2)
                .first()
                .asString()
                .contains("kguard does not load the plugin own by itself, so rules that need it do not load");
        assertThat(config.warnings(List.of("own"))).hasSize(1).allMatch(warning -> warning.contains("plugin other"));
        assertThat(config.warnings(List.of("own", "other"))).isEmpty();
        assertThat(read(OWN + "load_plugins: [json]\n").warnings()).isEmpty();
    }

    @Test
    void whatFalcoRefusesIsRefused() {
        assertThatThrownBy(() -> read(OWN + "load_plugins: [absent]\n"))
                .isInstanceOf(FalcoConfigException.class)
                .hasMessageContaining("load_plugins[0]: there is no plugin \"absent\" in plugins");
        assertThatThrownBy(() -> read("stdout_output: {enabled: true}\nplugins: [{name: own}]\n"))
                .isInstanceOf(FalcoConfigException.class)
                .hasMessageContaining("plugins[0] must have a name and a library_path");
        assertThatThrownBy(
                        () -> read("stdout_output: {enabled: true}\nplugins: [{name: own, library_path: ../own.so}]\n"))
                .isInstanceOf(FalcoConfigException.class)
                .hasMessageContaining("plugins[0].library_path leaves Falco's folder of plugins, which Falco refuses");
    }
}
