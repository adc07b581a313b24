// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the JVM knows which commands play scenarios, and which are over in a moment. */
class LauncherScriptTest {
    private static final Pattern PLAYING = Pattern.compile("(?m)^([a-z| -]+)\\)\\n    compiling=4");

    private static final String ONCE = "-XX:TieredStopAtLevel=1 ";

    @TempDir
    Path folder;

    @Test
    void commandsThatPlayCompileMore() throws IOException {
        String script = Files.readString(Path.of("src/main/sh/kguard"));
        assertThat(PLAYING.matcher(script)
                        .results()
                        .flatMap(result -> Stream.of(result.group(1).split(" \\| "))))
                .containsExactlyInAnyOrderElementsOf(
                        Goals.all().stream().filter(Goal::plays).map(Goal::name).toList());
    }

    /** Code is compiled once in a replay that is over in a moment, and better in a long one. */
    @Test
    void replaysOfSmallCapturesCompileOnce() throws Exception {
        Path small = Files.writeString(folder.resolve("small.scap"), "x");
        Path large = folder.resolve("large one.scap");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((32 << 20) + 1);
        }
        Files.createSymbolicLink(folder.resolve("link.scap"), large);
        Path rules = Files.createDirectories(folder.resolve("rules"));

        assertThat(options("replay", small.toString())).contains(ONCE);
        assertThat(options("replay", "--rules", rules.toString(), "--capture=" + small))
                .contains(ONCE);
        assertThat(options("replay", "--audit", "missing.log")).contains(ONCE);

        assertThat(options("replay", large.toString())).doesNotContain(ONCE);
        assertThat(options("replay", "--rules", rules.toString(), "--capture=" + large))
                .doesNotContain(ONCE);
        assertThat(options("replay", "--capture", folder.resolve("link.scap").toString()))
                .doesNotContain(ONCE);
        assertThat(options("replay", "--captures", small.toString())).doesNotContain(ONCE);
        assertThat(options("replay", "--captures=" + small)).doesNotContain(ONCE);
        assertThat(options("replay", "/dev/null")).doesNotContain(ONCE);
        assertThat(options("lint", small.toString())).doesNotContain(ONCE);
    }

    @Test
    void checksCompileOnceUnlessRulesAreBroken() throws Exception {
        assertThat(options("verify", "--only", "shell")).contains(ONCE);
        assertThat(options("verify", "--mutation")).doesNotContain(ONCE);
        assertThat(options("verify", "--mutation=true")).doesNotContain(ONCE);
        assertThat(options("mutate")).doesNotContain(ONCE);
        assertThat(options("watch")).doesNotContain(ONCE);
    }

    /** What the script starts the JVM with. */
    private String options(String... words) throws IOException, InterruptedException {
        Path java = Files.createDirectories(folder.resolve("lib/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        Files.createDirectories(folder.resolve("lib/app"));
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("kguard");
        Files.writeString(
                script,
                Files.readString(Path.of("src/main/sh/kguard"))
                        .replace("9<\"$lib/app\"", "")
                        .replaceAll("@[A-Z]+@", "-"));
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(words));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }
}
