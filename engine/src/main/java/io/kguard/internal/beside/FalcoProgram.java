// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Falco that is installed on this machine.
 *
 * @param file its program
 * @param release its version, such as {@code 0.40.0}
 */
public record FalcoProgram(Path file, String release) {
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(30);
    private static final Pattern RELEASE = Pattern.compile("Falco version: *(\\d+\\.\\d+)\\.(\\d+)\\S*");
    private static final int MAX_MESSAGE = 2000;

    /**
     * The Falco of the option {@code kguard.beside}.
     *
     * @param option the option's value
     * @param given its program; null to look in the search path
     * @param imitated the version that kguard imitates
     * @throws IOException if there is none
     * @throws IllegalArgumentException if it can't judge beside kguard
     */
    public static FalcoProgram beside(String option, @Nullable Path given, FalcoVersion imitated) throws IOException {
        if (!option.equals("falco")) {
            throw new IllegalArgumentException(
                    "kguard.beside is \"" + option + "\"; only falco can judge beside kguard");
        }
        FalcoProgram found = find(given, System.getenv().getOrDefault("PATH", ""));
        found.check(imitated);
        return found;
    }

    /**
     * Finds a Falco and asks for its version.
     *
     * @param given its program; null for the first {@code falco} in a search path
     * @param searchPath folders, as in the environment variable {@code PATH}
     * @throws IOException if there is none, or if it does not tell its version
     */
    public static FalcoProgram find(@Nullable Path given, String searchPath) throws IOException {
        Path file = given != null ? given : inSearchPath(searchPath);
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new IOException("kguard.falcoBinary is \"" + file + "\", which is not a program");
        }
        // its own configuration need not fit this version, and is not needed
        Path config = Files.createTempFile("kguard-falco", ".yaml");
        try {
            String output = run(List.of(file.toString(), "-c", config.toString(), "--version"), VERSION_LIMIT);
            Matcher release = RELEASE.matcher(output);
            if (!release.find()) {
                throw new IOException(file + " --version does not tell a version of Falco: " + shortened(output));
            }
            return new FalcoProgram(file, release.group(1) + "." + release.group(2));
        } finally {
            Files.delete(config);
        }
    }

    private static Path inSearchPath(String searchPath) throws IOException {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve("falco"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("kguard.beside=falco needs a Falco, and there is no program falco in"
                        + " the search path. Install Falco's package, or unpack its release and name its program:"
                        + " -Dkguard.falcoBinary=/opt/falco/usr/bin/falco"));
    }

    /**
     * Checks that this Falco and kguard's imitation are of one version.
     *
     * @throws IllegalArgumentException if they are not, or if kguard can't set up this version
     */
    public void check(FalcoVersion imitated) {
        if (!release.startsWith(imitated + ".")) {
            throw new IllegalArgumentException("The Falco beside is " + release + ", and kguard.falco is " + imitated
                    + ". Two versions differ in their alerts: give the version of the Falco beside");
        }
        if (imitated != FalcoVersion.V0_40) {
            throw new IllegalArgumentException("kguard.beside=falco works with Falco 0.40. Since 0.41 Falco needs its"
                    + " plugin container for the fields of containers, and kguard does not set it up");
        }
    }

    /**
     * Judges the events of a capture.
     *
     * @param settings the rules, and how they are evaluated
     * @param limit how long it may take
     * @return Falco's alerts, as it writes them: one JSON object in each line
     * @throws IOException if Falco fails; the message has what it says
     */
    public List<String> judge(Path capture, FalcoSettings settings, Duration limit) throws IOException {
        Path folder = Files.createTempDirectory("kguard-falco");
        Path config = folder.resolve("falco.yaml");
        Path alerts = folder.resolve("alerts");
        try {
            Files.createFile(alerts);
            Files.writeString(config, settings.yaml(capture.toAbsolutePath(), alerts), UTF_8);
            run(List.of(file.toString(), "-c", config.toString()), limit);
            return Files.readAllLines(alerts, UTF_8);
        } finally {
            Files.deleteIfExists(config);
            Files.deleteIfExists(alerts);
            Files.delete(folder);
        }
    }

    /** Runs a program and returns its output. */
    private static String run(List<String> command, Duration limit) throws IOException {
        Path output = Files.createTempFile("kguard-falco", ".out");
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(output, UTF_8);
            if (!ended) {
                throw new IOException(
                        command.get(0) + " did not end within " + limit.toSeconds() + " s: " + shortened(text));
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        command.get(0) + " failed with status " + process.exitValue() + ": " + shortened(text));
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
        }
    }

    private static String shortened(String text) {
        String plain = text.strip();
        return plain.length() <= MAX_MESSAGE ? plain : "... " + plain.substring(plain.length() - MAX_MESSAGE);
    }

    @Override
    public String toString() {
        return "Falco " + release;
    }
}
