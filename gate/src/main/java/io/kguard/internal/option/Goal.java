// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.number;
import static io.kguard.internal.option.GoalParameter.text;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Something that kguard can be told to do: {@code mvn kguard:NAME} and {@code kguard NAME}.
 *
 * @param name its name
 * @param summary what it does, in sentences
 * @param group what people look for with it
 * @param plays whether it plays scenarios, so that the properties of simulations matter
 * @param argument the parameter that the arguments of the command stand for; empty if it takes none
 * @param source makes its parameters
 */
public record Goal(
        String name,
        String summary,
        Group group,
        boolean plays,
        String argument,
        Supplier<List<GoalParameter>> source) {
    /** Goals that people look for together. */
    public enum Group {
        EVERY_DAY("Every day"),
        INCIDENTS("From what happened"),
        BETTER_RULES("Better rules and tests"),
        BIG_RUNS("Big runs");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** What stands above them. */
        @Override
        public String toString() {
            return title;
        }
    }

    /** The parameters of simulations, which every goal knows. Rule tests have them as system properties. */
    public static final List<GoalParameter> OF_SIMULATIONS = Stream.of(
                    text("runtime", "What runs the containers: runc or docker.").orElse("runc"),
                    file("runc", "Another runc program. Default: the first runc in PATH."),
                    files("allow", "Folders from which a scenario may use files, in addition to its own folder."),
                    text(
                                    "live",
                                    "off skips the rule tests that play a scenario, so that the others run without root. only skips the others.")
                            .orElse("on")
                            .mavenOnly(),
                    text(
                            "privileged",
                            "host turns the jail off. A privileged pod can then change the machine and escape from its jail. Use a throw-away"
                                    + " machine."),
                    number(
                                    "ringBytes",
                                    "The size of the sensor's ring buffer: a power of two from 4096 to 512 MiB. Raise it if events are lost.")
                            .orElse("67108864"))
            .map(GoalParameter::callerOnly)
            .toList();

    /** The parameter that names kguard.yaml, which every goal knows. A pom has none: it wins over the file. */
    public static final GoalParameter SETTINGS = file(
                    "settings",
                    "The file with options that are not given. Default: kguard.yaml in the project's folder, if it exists; off for none.")
            .callerOnly();

    /** A goal whose parameters are at hand. */
    public Goal(
            String name, String summary, Group group, boolean plays, String argument, List<GoalParameter> parameters) {
        this(name, summary, group, plays, argument, () -> parameters);
    }

    /** Its parameters. */
    public List<GoalParameter> parameters() {
        return source.get();
    }

    /** Its parameters, and those that every goal knows. */
    public Stream<GoalParameter> known() {
        return Stream.of(parameters(), OF_SIMULATIONS, List.of(SETTINGS)).flatMap(List::stream);
    }

    /** The parameter with a name, of its own or of every goal. */
    public Optional<GoalParameter> parameter(String wanted) {
        return known().filter(parameter -> parameter.name().equals(wanted)).findFirst();
    }
}
