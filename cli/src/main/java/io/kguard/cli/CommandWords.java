// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.GoalParameter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of kguard in the words of its commands: where they name a goal or a property, this names the command or the option. */
final class CommandWords {
    private static final String NAME = "kguard";

    private CommandWords() {}

    /** Compiled only if there is something to say differently. */
    private static final class Patterns {
        static final Pattern GOAL = Pattern.compile("(?:mvn )?\\bkguard:("
                + Goals.all().stream().map(goal -> goal.name()).collect(Collectors.joining("|")) + ")\\b(?![-\\w])");

        static final Pattern PROPERTY = Pattern.compile("(?<![\\w/.-])(?:-D)?kguard\\.("
                + Stream.concat(
                                Goals.all().stream().flatMap(goal -> goal.parameters().stream()),
                                Goals.ofSimulations().stream())
                        .map(GoalParameter::name)
                        .distinct()
                        .collect(Collectors.joining("|"))
                + ")\\b(?!\\.\\w|-)");
    }

    /** A text in these words. */
    static String of(String text) {
        if (!text.contains(NAME)) {
            return text;
        }
        Matcher goals = Patterns.GOAL.matcher(text);
        return Patterns.PROPERTY
                .matcher(goals.replaceAll(match -> "kguard " + match.group(1)))
                .replaceAll(match -> GoalParameter.option(match.group(1)));
    }
}
