// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static io.kguard.cli.SmallProject.SECRET_READ;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings are named in any number, and told apart by what is in them. */
class ReplayArgumentsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.secretReadRule(folder.resolve("rules.yaml"));
        SmallProject.write(folder.resolve("audit.txt"), "\n" + SECRET_READ);
        SmallProject.write(folder.resolve("more/second, log"), SECRET_READ + SECRET_READ);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(SECRET_READ.getBytes(UTF_8));
        }
        Files.write(folder.resolve("packed"), packed.toByteArray());
    }

    @Test
    void oneLogIsKnownByItsContent() {
        Program replayed = replay("audit.txt");

        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines()).singleElement().asString().contains("secret read by eve");
        assertThat(replayed.error()).startsWith("1 events, 1 alert in ");
        assertThat(replay("packed").error()).startsWith("1 events, 1 alert in ");
    }

    @Test
    void severalAreReadInTheirOrder() {
        Program replayed = replay("audit.txt", "more/second, log", "packed");

        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines()).hasSize(4).allMatch(line -> line.startsWith("{\"capture\":"));
        assertThat(replayed.error()).contains("3 captures, 4 events, 4 alerts");
    }

    @Test
    void aMixtureWithWhatIsNoRecordingIsNoSuccess() {
        Program replayed = replay("audit.txt", "rules.yaml");

        assertThat(replayed.status()).isEqualTo(2);
        assertThat(replayed.error()).contains("rules.yaml, byte 0: this is no capture");
    }

    @Test
    void optionsMayStandBetween() {
        assertThat(ReplayArguments.parameter(List.of("a.scap", "b.scap"))).isEqualTo("captures");
        assertThat(ReplayArguments.parameter(List.of("none/*.scap"))).isEqualTo("captures");
        assertThat(ReplayArguments.parameter(List.of("@none.txt"))).isEqualTo("captures");
        assertThat(ReplayArguments.parameter(List.of(folder.toString()))).isEqualTo("captures");
        assertThat(ReplayArguments.parameter(List.of("none.scap"))).isEqualTo("capture");
        Program replayed = Program.run(
                folder,
                "replay",
                folder.resolve("audit.txt").toString(),
                "--rules",
                folder.resolve("rules.yaml").toString(),
                folder.resolve("packed").toString());
        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines()).hasSize(2);
    }

    private Program replay(String... files) {
        List<String> words = new ArrayList<>(List.of("replay"));
        for (String file : files) {
            words.add(folder.resolve(file).toString());
        }
        words.addAll(List.of("--rules", folder.resolve("rules.yaml").toString()));
        return Program.run(folder, words.toArray(String[]::new));
    }
}
