// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reference engine.
 *
 * @param falco the Falco
 * @param mode what it judges
 * @param known where it is known to say something else
 */
public record Beside(Falco falco, Mode mode, KnownDeviations known) {
    static final String PARAMETER = "beside";

    private static final String PROGRAM = "falcoBinary";
    private static final String PLUGIN = "falcoPlugin";
    private static final String IMAGE = "falcoImage";
    private static final String DEVIATIONS = "besideDeviations";

    /** One that judges captures. */
    public Beside(Falco falco, KnownDeviations known) {
        this(falco, Mode.FALCO, known);
    }

    /**
     * The parameters with which a user asks for it.
     *
     * @param meaning what it judges
     */
    public static List<GoalParameter> parameters(String meaning) {
        return List.of(
                GoalParameter.text(PARAMETER, meaning).callerOnly(),
                GoalParameter.file(PROGRAM, "The program of that Falco. Default: falco in the search path.")
                        .callerOnly(),
                GoalParameter.file(
                                PLUGIN,
                                "The library of that Falco's container plugin, which it needs since 0.41. Default:"
                                        + " share/falco/plugins/libcontainer.so beside the program's folder.")
                        .callerOnly(),
                GoalParameter.text(
                                IMAGE,
                                "An image with that Falco, which runs on Docker, such as falcosecurity/falco:0.40.0.")
                        .callerOnly(),
                GoalParameter.file(
                                DEVIATIONS, "The file of known deviations: in what that Falco may differ until a date.")
                        .callerOnly());
    }

    /**
     * The one that the user asks for; empty if there is none.
     *
     * @throws IllegalArgumentException if the settings are invalid
     * @throws IOException if there is no such Falco, or it can't be asked for its version
     */
    public static Optional<Beside> asked(Settings settings) throws IOException {
        if (!settings.isGiven(PARAMETER)) {
            for (String name : List.of(DEVIATIONS, PROGRAM, PLUGIN, IMAGE)) {
                if (settings.isGiven(name)) {
                    throw new IllegalArgumentException(
                            Wording.option(name) + " needs " + Wording.option("beside") + "=falco");
                }
            }
            return Optional.empty();
        }
        Mode mode = Mode.of(settings.text(PARAMETER));
        Path known = settings.file(DEVIATIONS).orElse(null);
        return Optional.of(new Beside(
                mode == Mode.LIVE ? liveFalco(settings) : falco(settings),
                mode,
                known == null ? KnownDeviations.NONE : KnownDeviations.read(known)));
    }

    /**
     * The one that the user asks for to judge a capture; empty if there is none.
     *
     * @throws IllegalArgumentException if the settings are invalid
     * @throws IOException if there is no such Falco, or it can't be asked for its version
     */
    public static Optional<Beside> askedOfCaptures(Settings settings) throws IOException {
        if (settings.isGiven(PARAMETER) && Mode.of(settings.text(PARAMETER)) == Mode.LIVE) {
            throw new IllegalArgumentException(Wording.option(PARAMETER)
                    + "=live watches scenarios while they are played, and a capture is over; "
                    + Wording.option(PARAMETER) + "=falco judges it");
        }
        return asked(settings);
    }

    private static Falco liveFalco(Settings settings) throws IOException {
        if (settings.isGiven(IMAGE)) {
            throw new IllegalArgumentException(Wording.option(PARAMETER) + "=live needs a program, and "
                    + Wording.option(IMAGE) + " names an image: name a program with " + Wording.option(PROGRAM)
                    + ", or let the image judge captures with " + Wording.option(PARAMETER) + "=falco");
        }
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new IllegalArgumentException(Wording.option(PARAMETER)
                    + "=live lets a Falco watch the kernel, which root alone may: run it as root (sudo)");
        }
        return falco(settings);
    }

    private static Falco falco(Settings settings) throws IOException {
        Path program = settings.file(PROGRAM).orElse(null);
        boolean image = settings.isGiven(IMAGE);
        Path plugin = settings.file(PLUGIN).orElse(null);
        if (plugin != null && image) {
            throw new IllegalArgumentException(Wording.option(PLUGIN) + " is for a program; the Falco of "
                    + Wording.option(IMAGE) + " has its plugin");
        }
        if (program != null && image) {
            throw new IllegalArgumentException(Wording.option("falcoBinary") + " and " + Wording.option("falcoImage")
                    + " name two Falcos, and one judges: give one of them");
        }
        Falco falco = Falco.of(
                image
                        ? FalcoImage.of(settings.text(IMAGE))
                        : FalcoProgram.find(program, plugin, SearchPath.ofTheMachine()));
        falco.check(FalcoVersion.of(settings.text("falco")));
        return falco;
    }

    /** What a Falco beside judges. */
    public enum Mode {
        /** Captures of the events that kguard's sensor recorded. */
        FALCO,
        /** What it sees itself, while the scenarios are played. */
        LIVE;

        /**
         * The mode of a name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Mode of(String written) {
            return Stream.of(values())
                    .filter(mode -> mode.toString().equals(written))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(Wording.option(Beside.PARAMETER) + " is \"" + written
                                    + "\"; it can be "
                                    + Stream.of(values()).map(Mode::toString).collect(Collectors.joining(" or "))));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
