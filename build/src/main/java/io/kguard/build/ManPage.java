// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import io.kguard.cli.Launcher;
import io.kguard.internal.goal.Ending;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The manual page, made of the list of goals and of the commands beside them. */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    static String text(String version) {
        ManPage page = new ManPage();
        page.write(version);
        return page.text.toString();
    }

    private void write(String version) {
        line(".TH KGUARD 1 \"\" \"" + escaped(version) + "\"");
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
        Launcher.commands().getSubcommands().forEach((name, command) -> {
            if (Goals.named(name).isEmpty()) {
                beside(name, command);
            }
        });
        line(".SH EXIT STATUS");
        for (Ending.Kind kind : Ending.Kind.values()) {
            line(".TP");
            line(".B " + kind.status());
            line(meaning(kind));
        }
        section(
                "FILES",
                "kguard.yaml in the working directory has options that the command line does not give. src/kguard/rules and src/kguard/scenarios below the working directory are taken if no others are named. Reports go"
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
            options(Goal.OF_SIMULATIONS);
        }
    }

    /** A command that is no goal. */
    private void beside(String name, CommandLine command) {
        Map<String, CommandLine> kinds = command.getSubcommands();
        line(".SS kguard " + name + (kinds.isEmpty() ? "" : " " + String.join("|", kinds.keySet())) + " NAME");
        CommandSpec spec = command.getCommandSpec();
        line(escaped(String.join(" ", spec.usageMessage().description())));
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
