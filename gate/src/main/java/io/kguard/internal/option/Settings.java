// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import io.kguard.internal.file.FileToWrite;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a goal's parameters: those that the user gave, and else their defaults. */
public final class Settings {
    private final Goal goal;
    private final Function<String, Path> project;
    private final Map<String, List<String>> given;
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private Settings(Goal goal, Function<String, Path> project, Map<String, List<String>> given) {
        this.goal = goal;
        this.project = project;
        this.given = given;
    }

    /**
     * The settings of a goal.
     *
     * @param project finds a file or folder by its path in the project
     * @param given the values by the names of the parameters
     * @throws IllegalArgumentException if a required one is missing, or one is given and empty
     */
    public static Settings of(Goal goal, Function<String, Path> project, Map<String, List<String>> given) {
        Map<String, List<String>> values = new HashMap<>();
        given.forEach((name, value) -> {
            if (goal.parameter(name).isEmpty()) {
                throw new IllegalArgumentException(Wording.goal(goal.name()) + " has no " + Wording.option(name));
            }
            if (value.stream().allMatch(String::isBlank)) {
                // an empty variable of a script would switch off what it was to ask for
                throw new IllegalArgumentException(
                        Wording.option(name) + " is given and empty: give it a value, or leave it out");
            }
            values.put(name, List.copyOf(value));
        });
        for (GoalParameter parameter : goal.parameters()) {
            if (parameter.required() && !values.containsKey(parameter.name())) {
                throw new IllegalArgumentException(Wording.goal(goal.name()) + " needs "
                        + Wording.option(parameter.name()) + ": " + parameter.meaning());
            }
        }
        return new Settings(goal, project, values);
    }

    /** Notes what is to be done when the goal has ended, such as ending a program that a setting has started. */
    public void atEnd(Runnable end) {
        ends.push(end);
    }

    /** Does what was noted, the last first. */
    public void end() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }

    /** The goal that they are for. */
    public Goal goal() {
        return goal;
    }

    /** Whether the user gave it. */
    public boolean isGiven(String name) {
        return given.containsKey(parameter(name).name());
    }

    /** Its text; empty if there is none. */
    public String text(String name) {
        GoalParameter parameter = parameter(name);
        List<String> values = given.get(name);
        return values == null ? parameter.initial() : String.join(",", values);
    }

    /** Its text; null if there is none. */
    public @Nullable String textOrNull(String name) {
        String text = text(name);
        return text.isEmpty() ? null : text;
    }

    /** Whether it is switched on. */
    public boolean isOn(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    /** A whole number. */
    public int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number");
        }
    }

    /** A number. */
    public double decimal(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number");
        }
    }

    /** A file; empty if there is none. */
    public Optional<Path> file(String name) {
        if (!isGiven(name)) {
            String initial = parameter(name).initial();
            return initial.isEmpty() ? Optional.empty() : Optional.of(project.apply(initial));
        }
        return Optional.of(Path.of(text(name)));
    }

    /**
     * A file that is written in the end; empty if there is none. That it can be written is found out now, before anything is played.
     *
     * @throws IOException if it can't be
     */
    public Optional<Path> fileToWrite(String name) throws IOException {
        Optional<Path> file = file(name);
        if (file.isPresent()) {
            FileToWrite.of(file.get());
        }
        return file;
    }

    /**
     * A folder in which files are written in the end; empty if there is none. That they can be is found out now.
     *
     * @throws IOException if they can't be
     */
    public Optional<Path> folderToWrite(String name) throws IOException {
        Optional<Path> folder = file(name);
        if (folder.isPresent()) {
            FileToWrite.folder(folder.get());
        }
        return folder;
    }

    /** Files; empty if none are given. Patterns stand for the files that they match, sorted by path. */
    public List<Path> files(String name) {
        parameter(name);
        List<Path> files = new ArrayList<>();
        given.getOrDefault(name, List.of()).forEach(value -> files.addAll(FilePattern.files(value)));
        return files;
    }

    /** Names, each as it was given; empty if none are. */
    public List<String> names(String name) {
        return given.getOrDefault(parameter(name).name(), List.of());
    }

    private GoalParameter parameter(String name) {
        return goal.parameter(name)
                .orElseThrow(() -> new IllegalStateException("the goal " + goal.name() + " has no parameter " + name));
    }

    private IllegalArgumentException wrong(String name, String allowed) {
        return new IllegalArgumentException(Wording.option(name) + " is \"" + text(name) + "\"; it must be " + allowed);
    }
}
