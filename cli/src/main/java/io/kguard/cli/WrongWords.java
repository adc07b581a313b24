// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with words on the command line, and which ones were probably meant. */
final class WrongWords {
    private WrongWords() {}

    /** What is said to a command that there is not. */
    static String command(String word) {
        if (word.startsWith("-")) {
            return "a command comes first, before " + word;
        }
        List<String> names =
                new ArrayList<>(Goals.all().stream().map(Goal::name).toList());
        names.add(NewFile.COMMAND);
        return "there is no command \"" + word + "\"; " + Nearest.hint(word, names);
    }

    /** What is said to arguments that a command can't take. */
    static String of(String command, ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(command, unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException) {
            return "kguard " + command + ": "
                    + String.valueOf(e.getMessage()).replaceFirst("^Missing required parameter", "a value is missing");
        }
        return "kguard " + command + ": " + e.getMessage();
    }

    private static String unknown(String command, String word) {
        Optional<Goal> goal = Goals.named(command);
        if (goal.isEmpty()) {
            return "kguard " + command + " does not know \"" + word + "\"";
        }
        String name = word.replaceFirst("=.*", "");
        if (name.startsWith("-D" + GoalParameter.PREFIX)) {
            return name + " is for Maven; here it is "
                    + GoalParameter.option(name.substring(2 + GoalParameter.PREFIX.length()));
        }
        if (!name.startsWith("-")) {
            return "kguard " + command + " takes " + (goal.get().argument().isEmpty() ? "no argument" : "one argument")
                    + ", so \"" + word + "\" is too much";
        }
        return option(goal.get(), name);
    }

    private static String option(Goal goal, String name) {
        Optional<GoalParameter> ofMaven = goal.known()
                .filter(parameter -> parameter.ofMaven() && parameter.option().equals(name))
                .findFirst();
        if (ofMaven.isPresent()) {
            List<String> here = Goals.all().stream()
                    .filter(other -> other.parameters().stream()
                            .anyMatch(parameter ->
                                    !parameter.ofMaven() && parameter.option().equals(name)))
                    .map(Goal::name)
                    .toList();
            return "kguard " + goal.name() + " has no " + name + ": it is for builds with Maven"
                    + (here.isEmpty() ? "" : ", and for " + String.join(", ", here));
        }
        List<String> own = goal.known()
                .filter(parameter -> !parameter.ofMaven())
                .map(GoalParameter::option)
                .toList();
        String near = Nearest.of(bare(name), own.stream().map(WrongWords::bare).toList());
        String meant = near == null ? null : "--" + near;
        List<String> others = Goals.all().stream()
                .filter(other -> other.parameters().stream()
                        .anyMatch(parameter -> parameter.option().equals(name)))
                .map(Goal::name)
                .toList();
        String what = others.isEmpty()
                ? "kguard " + goal.name() + " has no option " + name
                : name + " is no option of kguard " + goal.name() + ", but of " + String.join(", ", others);
        return what + (meant == null ? "" : "; did you mean " + meant + "?");
    }

    /** Its dashes are not what makes an option like another. */
    private static String bare(String option) {
        return option.replaceFirst("^-+", "");
    }
}
