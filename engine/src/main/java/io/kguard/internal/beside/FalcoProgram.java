// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.message.Wording;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program of a Falco that is installed on this machine.
 *
 * @param file the program
 */
public record FalcoProgram(Path file) implements FalcoLauncher {
    /**
     * Finds a program.
     *
     * @param given the program; null for the first {@code falco} in a search path
     * @param searchPath folders, as in the environment variable {@code PATH}
     * @throws IOException if there is none
     */
    public static FalcoProgram find(@Nullable Path given, String searchPath) throws IOException {
        Path file = given != null ? given : inSearchPath(searchPath);
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new IOException(Wording.option("falcoBinary") + " is \"" + file + "\", which is not a program");
        }
        return new FalcoProgram(file);
    }

    private static Path inSearchPath(String searchPath) throws IOException {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve("falco"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        Wording.option("beside") + "=falco needs a Falco, and there is no program falco in"
                                + " the search path. Name an image: " + Wording.given("falcoImage")
                                + "=falcosecurity/falco:0.40.0. Or install"
                                + " Falco's package, or unpack its release and name its program:"
                                + " " + Wording.given("falcoBinary") + "=/opt/falco/usr/bin/falco"));
    }

    @Override
    public Ending run(List<String> arguments, FalcoFiles files, Duration limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile("kguard-falco", ".out");
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Ending(
                    ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(), Files.readString(output, UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file + " ran", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
