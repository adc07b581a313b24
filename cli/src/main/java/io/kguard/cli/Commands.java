// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands, made of the list of goals. */
final class Commands {
    static final String QUIET = "-q";
    static final String VERBOSE = "-v";

    private static final int WIDTH = 80;
    private static final int NAME_WIDTH = 12;
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+(,.*)?");

    private static final String ENDINGS =
            "Exit status: 0 nothing is wrong, 1 a check failed, 2 kguard could not find out,\n64 wrong use.";

    private Commands() {}

    /** The text of {@code kguard --help}. */
    static String usage() {
        StringBuilder text = new StringBuilder("Usage: kguard COMMAND [ARGUMENT...] [OPTION...]\n");
        text.append("Tests Falco's rules like code. Green means proven.\n\n");
        for (Goal.Group group : Goal.Group.values()) {
            text.append(group).append('\n');
            commands(group)
                    .forEach(command -> WrappedLine.of(
                                    "  " + command + " ".repeat(NAME_WIDTH - command.length()),
                                    firstSentence(summary(command)))
                            .forEach(line -> text.append(line).append('\n')));
            text.append('\n');
        }
        text.append("kguard COMMAND --help   the most used options of a command; --help all: each\n");
        text.append("kguard --version        the version, and the Falco that it follows\n\n");
        return text.append(ENDINGS).append('\n').toString();
    }

    /** The commands of a group. One is of the launcher alone. */
    static List<String> commands(Goal.Group group) {
        List<String> names = new ArrayList<>();
        for (Goal goal : Goals.all()) {
            if (goal.group() == group) {
                names.add(goal.name());
            }
            if (group == Goal.Group.EVERY_DAY && goal.name().equals("explain")) {
                names.add(NewFile.COMMAND);
            }
        }
        return names;
    }

    private static String summary(String command) {
        return command.equals(NewFile.COMMAND)
                ? NewFile.SUMMARY
                : Goals.named(command).orElseThrow().summary();
    }

    static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return "kguard " + (version == null ? "of this build" : version) + commit() + ", follows Falco "
                + FalcoVersion.known();
    }

    /** The commit that it was built of, and its day; nothing if the build was not told. */
    private static String commit() {
        try (InputStream in = Commands.class.getResourceAsStream("commit")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : " (" + text + ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All commands. */
    static CommandLine all() {
        CommandLine all = new CommandLine(CommandSpec.create().name("kguard"));
        Goals.all().forEach(goal -> all.addSubcommand(goal.name(), command(goal)));
        return all.addSubcommand(NewFile.COMMAND, NewFile.command());
    }

    /** The command of a goal. */
    static CommandLine command(Goal goal) {
        CommandSpec spec = CommandSpec.create().name("kguard " + goal.name());
        spec.usageMessage()
                .width(WIDTH)
                .description(goal.summary())
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .footer(footer(goal));
        if (!goal.argument().isEmpty()) {
            spec.addPositional(argument(goal.parameter(goal.argument()).orElseThrow()));
        }
        goal.parameters().stream()
                .filter(parameter -> !parameter.ofMaven())
                .forEach(parameter -> spec.addOption(option(parameter, false)));
        Goal.OF_SIMULATIONS.stream()
                .filter(parameter -> !parameter.ofMaven())
                .forEach(parameter -> spec.addOption(option(parameter, !goal.plays())));
        spec.addOption(option(Goal.SETTINGS, false));
        spec.addOption(flag(QUIET, "--quiet", "Prints nothing if nothing is wrong, but what is written for programs."));
        if (goal.parameter("rows").isPresent()) {
            spec.addOption(flag(VERBOSE, "--verbose", "Has a row for each check: --rows=all."));
        }
        return of(spec.addOption(help()));
    }

    /** The option that prints the help of a command. */
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this text.")
                .build();
    }

    /** A command whose arguments are taken as they are: {@code @FILE} is a list of captures, and no file with arguments. */
    static CommandLine of(CommandSpec spec) {
        return new CommandLine(spec).setExpandAtFiles(false);
    }

    private static OptionSpec flag(String name, String longName, String meaning) {
        return OptionSpec.builder(name, longName)
                .type(boolean.class)
                .arity("0")
                .description(meaning)
                .build();
    }

    private static String[] footer(Goal goal) {
        boolean tests = goal.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("ruleTestTimeout"));
        return tests
                ? new String[] {
                    "",
                    "Rule tests in Java are not run: they need Maven. If the folder has some, this command says so.",
                    "",
                    ENDINGS
                }
                : new String[] {"", ENDINGS};
    }

    private static PositionalParamSpec argument(GoalParameter parameter) {
        boolean several = isList(parameter) || parameter.name().equals("captures");
        return PositionalParamSpec.builder()
                .paramLabel(parameter.name().toUpperCase(Locale.ROOT))
                .arity(several ? "0..*" : "0..1")
                .type(List.class)
                .auxiliaryTypes(type(parameter))
                .description("Stands for " + parameter.option() + ".")
                .build();
    }

    private static OptionSpec option(GoalParameter parameter, boolean hidden) {
        OptionSpec.Builder option = OptionSpec.builder(parameter.option())
                .description(escaped(parameter.meaningOfOption() + initial(parameter)))
                .hidden(hidden);
        if (parameter.type() == GoalParameter.Type.SWITCH) {
            return option.type(boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .hideParamSyntax(true)
                    .build();
        }
        if (parameter.type() == GoalParameter.Type.VALUE_OR_ALONE) {
            // the next word is an argument of the command, unless a sign joins it or it is a version
            return option.paramLabel(label(parameter.type()))
                    .type(String.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .preprocessor((words, command, argument, found) -> {
                        boolean joined = !" ".equals(found.get("separator"));
                        if (!joined
                                && (words.isEmpty()
                                        || !VERSION.matcher(words.peek()).matches())) {
                            words.push("true");
                        }
                        return false;
                    })
                    .build();
        }
        boolean several = isList(parameter);
        return option.paramLabel(label(parameter.type()))
                .arity("1")
                .type(several ? List.class : type(parameter))
                .auxiliaryTypes(type(parameter))
                .build();
    }

    private static boolean isList(GoalParameter parameter) {
        return parameter.type() == GoalParameter.Type.FILES || parameter.type() == GoalParameter.Type.NAMES;
    }

    /** Shells complete files only where the type says that there is one. */
    private static Class<?> type(GoalParameter parameter) {
        return switch (parameter.type()) {
            case FILES, FILE -> File.class;
            case TEXT, NAMES, NUMBER, SWITCH, VALUE_OR_ALONE -> String.class;
        };
    }

    private static String initial(GoalParameter parameter) {
        if (parameter.required()) {
            return " Required.";
        }
        boolean said = parameter.initial().isEmpty()
                || parameter.type() == GoalParameter.Type.SWITCH
                || parameter.meaning().contains("Default:");
        return said ? "" : " Default: " + parameter.initial() + ".";
    }

    private static String escaped(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }

    private static String label(GoalParameter.Type type) {
        return switch (type) {
            case FILES -> "FILE,...";
            case NAMES -> "NAME,...";
            case NUMBER -> "NUMBER";
            case FILE -> "FILE";
            case TEXT, SWITCH, VALUE_OR_ALONE -> "TEXT";
        };
    }

    /** The help of a command, or of the part of it that the arguments name. */
    static String help(CommandLine command, String... arguments) {
        if (command.getSubcommands().isEmpty()) {
            CommandSpec spec = command.getCommandSpec();
            boolean all = Arrays.asList(arguments).contains("all");
            return new CommandLine(all ? OptionGroup.grouped(spec) : OptionGroup.common(spec))
                    .getUsageMessage(Ansi.OFF);
        }
        CommandLine of =
                arguments.length == 0 ? command : command.getSubcommands().getOrDefault(arguments[0], command);
        return of.getUsageMessage(Ansi.OFF);
    }
}
