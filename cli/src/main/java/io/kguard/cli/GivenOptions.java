// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the user gave.
 *
 * @param values the values of the parameters that the goal knows, by their names
 */
record GivenOptions(Map<String, List<String>> values) {
    /**
     * What the user gave to a goal.
     *
     * @throws IllegalArgumentException if something is given twice
     */
    static GivenOptions of(Goal goal, ParseResult parsed) {
        GivenOptions given = new GivenOptions(new HashMap<>());
        goal.known().forEach(parameter -> given.put(parameter, parsed));
        if (parsed.hasMatchedOption(Commands.VERBOSE)) {
            given.values.putIfAbsent("rows", List.of("all"));
        }
        // one that stands on both sides of options is matched once for each
        for (PositionalParamSpec argument : new LinkedHashSet<>(parsed.matchedPositionals())) {
            List<String> texts = texts(argument.getValue());
            String stands = goal.name().equals("replay") ? ReplayArguments.parameter(texts) : goal.argument();
            GoalParameter parameter = goal.parameter(stands).orElseThrow();
            if (given.values.put(parameter.name(), texts) != null) {
                throw new IllegalArgumentException("kguard " + goal.name() + " is given " + parameter.name()
                        + " twice: as an argument and with " + parameter.option());
            }
        }
        return given;
    }

    private void put(GoalParameter parameter, ParseResult parsed) {
        OptionSpec option = parsed.matchedOption(parameter.option());
        if (option != null) {
            List<String> texts = texts(option.getValue());
            if (texts.stream().allMatch(String::isBlank)) {
                throw new IllegalArgumentException(
                        parameter.option() + " is given and empty: give it a value, or leave it out");
            }
            values.put(parameter.name(), parameter.type() == GoalParameter.Type.FILES ? split(texts) : texts);
        }
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    /** A list has commas between its members. A file may have one in its name. */
    private static List<String> split(List<String> texts) {
        List<String> members = new ArrayList<>();
        for (String text : texts) {
            if (exists(text)) {
                members.add(text);
            } else {
                members.addAll(List.of(text.split(",", -1)));
            }
        }
        return members.stream().filter(member -> !member.isEmpty()).toList();
    }

    /** Whether a text is the name of a file. */
    static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
