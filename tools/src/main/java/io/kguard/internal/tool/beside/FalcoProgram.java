// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.internal.message.Wording;
import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program of a Falco that is installed on this machine.
 *
 * @param file the program
 * @param plugin the library of the container plugin; null if it lies where Falco's package has it
 */
public record FalcoProgram(Path file, @Nullable Path plugin) implements FalcoLauncher {
    /** The plugin in Falco's package, from the folder that has {@code bin}. */
    private static final Path IN_PACKAGE = Path.of("share", "falco", "plugins", "libcontainer.so");

    /**
     * Finds a program.
     *
     * @param given the program; null for the first {@code falco} in a search path. A name alone is that of a file in the working
     *     folder, or else in the search path
     * @param plugin the library of the container plugin; null if it lies where Falco's package has it
     * @param searchPath where to look for it
     * @throws IOException if there is none
     */
    public static FalcoProgram find(@Nullable Path given, @Nullable Path plugin, SearchPath searchPath)
            throws IOException {
        Path file = given == null ? inSearchPath(searchPath) : isName(given) ? named(given, searchPath) : given;
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            throw new IOException(Wording.option("falcoBinary") + " is \"" + file + "\", which is not a program");
        }
        return new FalcoProgram(file, plugin);
    }

    private static boolean isName(Path given) {
        return !given.isAbsolute() && given.getNameCount() == 1 && !Files.exists(given);
    }

    private static Path named(Path name, SearchPath searchPath) throws IOException {
        return searchPath
                .find(name.toString())
                .orElseThrow(() -> new IOException(Wording.option("falcoBinary") + " is \"" + name
                        + "\", and there is no such program, neither in the working folder "
                        + Path.of("").toAbsolutePath() + " nor in the search path"));
    }

    @Override
    public String containerPlugin() throws IOException {
        Path program = file.toRealPath();
        Path bin = program.getParent();
        List<Path> places = plugin != null
                ? List.of(plugin)
                : bin == null || bin.getParent() == null
                        ? List.of(Path.of("/usr").resolve(IN_PACKAGE))
                        : List.of(bin.resolveSibling(IN_PACKAGE), bin.resolve("libcontainer.so"));
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return place.toAbsolutePath().normalize().toString();
            }
        }
        throw new IOException("Since 0.41 Falco needs its plugin container for the fields of containers, and "
                + places.get(0) + " is not there. Name its library: " + Wording.given("falcoPlugin")
                + "=/opt/falco/plugins/libcontainer.so");
    }

    private static Path inSearchPath(SearchPath searchPath) throws IOException {
        return searchPath
                .find("falco")
                .orElseThrow(() -> new IOException(
                        Wording.option("beside") + "=falco needs a Falco, and there is no program falco in"
                                + " the search path. Name an image: " + Wording.given("falcoImage")
                                + "=falcosecurity/falco:0.40.0. Or install"
                                + " Falco's package, or unpack its release and name its program:"
                                + " " + Wording.given("falcoBinary") + "=/opt/falco/usr/bin/falco"));
    }

    @Override
    public Ending run(List<String> arguments, RunFiles files, Duration limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        command.addAll(arguments);
        LocalProgram.Ended ended = LocalProgram.of(command).run(limit);
        return new Ending(ended.status(), ended.output());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
