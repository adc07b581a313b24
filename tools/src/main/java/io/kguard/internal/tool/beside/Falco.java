// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Falco that judges beside kguard.
 *
 * @param launcher how it starts
 * @param release its version, such as {@code 0.40.0}
 */
public record Falco(FalcoLauncher launcher, String release) {
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_MESSAGE = 2000;
    private static final Pattern RELEASE = Pattern.compile("Falco version: *(\\d+\\.\\d+)\\.(\\d+)\\S*");

    /**
     * Asks a Falco for its version.
     *
     * @throws IOException if it does not tell one
     */
    public static Falco of(FalcoLauncher launcher) throws IOException {
        // its own configuration need not fit this version, and is not needed
        Path config = Files.createTempFile("kguard-falco", ".yaml");
        try {
            String output = run(
                    launcher,
                    List.of("-c", config.toString(), "--version"),
                    new FalcoLauncher.RunFiles(List.of(config), List.of()),
                    VERSION_LIMIT);
            Matcher release = RELEASE.matcher(output);
            if (!release.find()) {
                throw new IOException(launcher + " --version does not tell a version of Falco: " + shortened(output));
            }
            return new Falco(launcher, release.group(1) + "." + release.group(2));
        } finally {
            Files.delete(config);
        }
    }

    /**
     * Checks that this Falco and kguard's imitation are of one version.
     *
     * @throws IllegalArgumentException if they are not
     * @throws IOException if it needs a plugin that is not there
     */
    public void check(FalcoVersion imitated) throws IOException {
        if (!release.startsWith(imitated.number() + ".")) {
            throw new IllegalArgumentException(
                    "The Falco beside is " + release + ", and " + Wording.option("falco") + " is " + imitated
                            + ". Two versions differ in their alerts: give the version of the Falco beside");
        }
        plugin(imitated);
    }

    /** The library of the plugin that this version needs; empty if it needs none. */
    private Optional<String> plugin(FalcoVersion version) throws IOException {
        return version.atLeast(FalcoVersion.V0_41) ? Optional.of(launcher.containerPlugin()) : Optional.empty();
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
            Files.writeString(
                    config,
                    settings.yaml(
                            capture.toAbsolutePath(),
                            alerts,
                            plugin(settings.options().version()).orElse(null)),
                    UTF_8);
            List<Path> read = new ArrayList<>(settings.rules());
            read.add(config);
            read.add(capture);
            run(launcher, List.of("-c", config.toString()), new FalcoLauncher.RunFiles(read, List.of(alerts)), limit);
            return Files.readAllLines(alerts, UTF_8);
        } finally {
            Files.deleteIfExists(config);
            Files.deleteIfExists(alerts);
            Files.delete(folder);
        }
    }

    private static String run(
            FalcoLauncher launcher, List<String> arguments, FalcoLauncher.RunFiles files, Duration limit)
            throws IOException {
        FalcoLauncher.Ending ending = launcher.run(arguments, files, limit);
        if (ending.status().isEmpty()) {
            throw new IOException(
                    launcher + " did not end within " + limit.toSeconds() + " s: " + shortened(ending.output()));
        }
        if (ending.status().getAsInt() != 0) {
            throw new IOException(
                    launcher + " failed with status " + ending.status().getAsInt() + ": " + shortened(ending.output()));
        }
        return ending.output();
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
