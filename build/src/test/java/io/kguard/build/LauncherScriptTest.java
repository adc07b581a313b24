// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.cli.Launcher;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that starts the JVM knows which commands play scenarios, which are over in a moment, and which calls need no JVM.
 */
class LauncherScriptTest {
    private static final Pattern PLAYING = Pattern.compile("(?m)^([a-z| -]+)\\)\\n    kept=scenarios compiling=4");

    private static final String ONCE = "-XX:TieredStopAtLevel=1 ";

    @TempDir
    Path folder;

    /** What a call left. */
    private record Printed(int status, String out, String error) {}

    /** Calls the program in this JVM. */
    private Printed program(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Launcher launcher = new Launcher(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(error, true, UTF_8),
                folder);
        return new Printed(launcher.run(words), out.toString(UTF_8), error.toString(UTF_8));
    }

    @Test
    void commandsThatPlayCompileMore() throws IOException {
        String script = Files.readString(Path.of("../cli/src/main/sh/kguard"));
        assertThat(PLAYING.matcher(script)
                        .results()
                        .flatMap(result -> Stream.of(result.group(1).split(" \\| "))))
                .containsExactlyInAnyOrderElementsOf(
                        Goals.all().stream().filter(Goal::plays).map(Goal::name).toList());
    }

    @Test
    void whatReadsScenariosHasMoreClasses() throws Exception {
        for (Goal goal : Goals.all()) {
            boolean reads = goal.plays() || goal.parameter("scenarios").isPresent();
            assertThat(options(goal.name())).contains("kept=" + (reads ? "scenarios" : "rules"));
        }
        assertThat(options("new")).contains("kept=rules");
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
        assertThat(options("lint", large.toString())).contains(ONCE);
        assertThat(options("verify", small.toString())).contains(ONCE);
        assertThat(options("verify", "--mutation")).doesNotContain(ONCE);
        assertThat(options("verify", "--mutation=all")).doesNotContain(ONCE);
        assertThat(options("mutate")).doesNotContain(ONCE);
    }

    /** The build has written what the JVM would print. */
    @Test
    void helpAndVersionNeedNoJvm() throws Exception {
        Documents.main(new String[] {folder.toString()});
        Files.createFile(folder.resolve("lib/text"));
        List<List<String>> calls = new ArrayList<>(List.of(
                List.of(),
                List.of("--help"),
                List.of("-h"),
                List.of("help"),
                List.of("--version"),
                List.of("-V"),
                List.of("help", "--version")));
        Goals.all().forEach(goal -> calls.add(List.of(goal.name(), "--help")));
        Goals.all().forEach(goal -> calls.add(List.of("help", goal.name())));
        for (String command : List.of("new", "lint")) {
            calls.add(List.of(command, "--help"));
            calls.add(List.of("help", command));
            calls.add(List.of(command, "-h"));
        }
        for (List<String> call : calls) {
            String[] words = call.toArray(String[]::new);

            assertThat(script(words)).as(call.toString()).isEqualTo(program(words));
        }
    }

    @Test
    void aCallThatAsksForMoreThanHelpStartsTheJvm() throws Exception {
        Documents.main(new String[] {folder.toString()});
        Files.createFile(folder.resolve("lib/text"));
        for (List<String> call : List.of(
                List.of(""),
                List.of("", "--help"),
                List.of("help", ""),
                List.of("help", "."),
                List.of("help", "../text"),
                List.of("../text", "--help"),
                List.of("help", "quidditch"),
                List.of("quidditch", "--help"),
                List.of("help", "--strikt"),
                List.of("help", "help"),
                List.of("lint"),
                List.of("lint", "--help", "--strikt"),
                List.of("lint", "--strikt", "--help"),
                List.of("lint", "y:--help"),
                List.of("help", "lint", "x"),
                List.of("new", "rule", "--help"),
                List.of("--help", "lint"),
                List.of("--version", "x"),
                List.of("--helpp"))) {
            assertThat(options(call.toArray(String[]::new)))
                    .as(call.toString())
                    .endsWith(String.join(" ", call) + "\n");
        }
    }

    /** A folder without these texts works, too. */
    @Test
    void withoutTheTextsTheJvmPrints() throws Exception {
        assertThat(options("--help")).endsWith("Launcher --help\n");
        assertThat(options("help", "lint")).endsWith("Launcher help lint\n");
        assertThat(options()).endsWith("Launcher\n");
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
        Printed started = script(words);
        assertThat(started.status()).as(started.error()).isZero();
        assertThat(started.error()).isEmpty();
        assertThat(started.out()).as("the words of the JVM").startsWith("-");
        return started.out();
    }

    /** Runs the script, in a distribution whose JVM prints its arguments. */
    private Printed script(String... words) throws IOException, InterruptedException {
        Path java = Files.createDirectories(folder.resolve("lib/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        Files.createDirectories(folder.resolve("lib/app"));
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("kguard");
        Files.writeString(
                script,
                Files.readString(Path.of("../cli/src/main/sh/kguard"))
                        .replace("9<\"$lib/app\"", "")
                        .replaceAll("@[A-Z]+@", "-"));
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(words));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path error = folder.resolve("error");
        Process process =
                new ProcessBuilder(command).redirectError(error.toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Printed(process.waitFor(), text, Files.readString(error));
    }
}
