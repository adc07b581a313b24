// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.goal.Ending;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.List;
import java.util.Locale;

/** The manual page, made of the list of goals. */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    static String text() {
        ManPage page = new ManPage();
        page.write();
        return page.text.toString();
    }

    private void write() {
        line(".TH KGUARD 1 \"\" \"" + escaped(Commands.version()) + "\"");
        section("NAME", "kguard - tests Falco's rules like code");
        line(".SH SYNOPSIS");
        line(".B kguard");
        line("COMMAND [ARGUMENT...] [OPTION...]");
        section(
                "DESCRIPTION",
                "kguard plays attacks in real containers, records what the kernel saw, evaluates Falco's rules on it, and says which"
                        + " rules fired. Green means proven: what casts doubt is an error, never a pass.");
        line(".SH COMMANDS");
        Goals.all().forEach(this::goal);
        line(".SS kguard " + NewFile.COMMAND + " rule|scenario|project|local-rules NAME");
        line(escaped(NewFile.SUMMARY));
        line(".SS kguard " + Explain.COMMAND + " NAME");
        line(escaped(Explain.SUMMARY));
        line(".SH EXIT STATUS");
        for (Ending.Kind kind : Ending.Kind.values()) {
            line(".TP");
            line(".B " + kind.status());
            line(meaning(kind));
        }
        section(
                "FILES",
                "src/kguard/rules and src/kguard/scenarios below the working directory are taken if no others are named. Reports go"
                        + " to target/kguard.");
    }

    private static String meaning(Ending.Kind kind) {
        return switch (kind) {
            case PASSED -> "Nothing is wrong.";
            case FAILED -> "A check failed.";
            case NOT_JUDGED -> "kguard could not find out.";
            case WRONG_USE -> "The command line is wrong.";
        };
    }

    private void goal(Goal goal) {
        String argument =
                goal.argument().isEmpty() ? "" : " [" + goal.argument().toUpperCase(Locale.ROOT) + "]";
        line(".SS kguard " + goal.name() + argument);
        line(escaped(goal.summary()));
        options(goal.parameters());
        if (goal.plays()) {
            options(Goals.ofSimulations());
        }
    }

    private void options(List<GoalParameter> parameters) {
        for (GoalParameter parameter : parameters) {
            if (!parameter.ofMaven()) {
                line(".TP");
                line(".B " + escaped(parameter.option()));
                line(escaped(parameter.meaningOfOption()));
            }
        }
    }

    private void section(String title, String content) {
        line(".SH " + title);
        line(escaped(content));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Text that has no meaning to roff. */
    private static String escaped(String plain) {
        String safe = plain.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
