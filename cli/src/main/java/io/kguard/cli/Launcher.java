// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.goal.Ending;
import io.kguard.internal.goal.GoalRun;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.option.Goal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program {@code kguard}. Its exit status is 0 if nothing is wrong, 1 if a check failed, 2 if kguard could not find out, and 64 if
 * it was called wrongly.
 *
 * @param folder where relative paths start: the working directory, as an empty path
 */
public record Launcher(InputStream in, PrintStream out, PrintStream error, Path folder) {
    /** The variable by which the program java of the distribution, {@code java.c}, tells its own process. */
    private static final String OWN_JVM = "KGUARD_JVM";

    /** What that program makes {@link Ending.Kind#FAILED} of: the JDK itself ends with that number where a jar is damaged. */
    private static final int SAYS_FAILED = 101;

    /** Called by the JVM. */
    public static void main(String[] arguments) {
        int status = new Launcher(System.in, System.out, System.err, Path.of("")).run(arguments);
        Optional<Goal> goal = arguments.length > 0 ? Goals.named(arguments[0]) : Optional.empty();
        boolean plays = goal.isPresent() && goal.get().plays();
        // exit looks for a logger in every jar, which takes longer than to print a help text; but threads of a
        // simulation may run on
        if (status != 0 || plays) {
            System.exit(status == Ending.Kind.FAILED.status() && isInOwnJvm() ? SAYS_FAILED : status);
        }
    }

    private static boolean isInOwnJvm() {
        return Long.toString(ProcessHandle.current().pid()).equals(System.getenv(OWN_JVM));
    }

    /** The commands, for what a shell completes and manuals say. */
    public static CommandLine commands() {
        return Commands.all();
    }

    /** Does what the arguments say, and returns the exit status. */
    public int run(String... arguments) {
        try {
            int status = dispatch(arguments);
            out.flush();
            return status;
        } catch (RuntimeException | Error e) {
            // a pass would be a lie, and a failure would blame the rules
            error.println("kguard has made a mistake, and judged nothing. Please report it with these lines:");
            e.printStackTrace(error);
            return Ending.Kind.NOT_JUDGED.status();
        }
    }

    private int dispatch(String... arguments) {
        List<String> words = List.of(arguments);
        if (words.isEmpty()) {
            error.print(Commands.usage());
            return Ending.Kind.WRONG_USE.status();
        }
        String first = words.get(0);
        if (first.equals("help") && words.size() > 1) {
            return dispatch(words.get(1), "--help", words.get(words.size() - 1));
        }
        return switch (first) {
            case "--help", "-h", "help" -> print(Commands.usage());
            case "--version", "-V" -> print(Commands.version() + "\n");
            case NewFile.COMMAND -> parse(NewFile.command(), words);
            default -> {
                Optional<Goal> goal = Goals.named(first);
                yield goal.isEmpty()
                        ? wrong(WrongWords.command(first), "kguard --help")
                        : parse(Commands.command(goal.get()), words);
            }
        };
    }

    private int print(String text) {
        out.print(text);
        return Ending.Kind.PASSED.status();
    }

    private int parse(CommandLine command, List<String> words) {
        String[] rest = words.subList(1, words.size()).toArray(String[]::new);
        String help = "kguard " + words.get(0) + " --help";
        try {
            if (Arrays.asList(rest).contains("--help") || Arrays.asList(rest).contains("-h")) {
                return print(Commands.help(command, rest));
            }
            ParseResult parsed = command.parseArgs(rest);
            if (words.get(0).equals(NewFile.COMMAND)) {
                return status(NewFile.run(parsed, folder, out), help);
            }
            Goal goal = Goals.named(words.get(0)).orElseThrow();
            GivenOptions given = GivenOptions.of(goal, parsed);
            List<String> kept = parsed.hasMatchedOption(Commands.QUIET) ? new ArrayList<>() : null;
            Ending ending = GoalRun.run(goal, new FolderWorkplace(folder, in, out, error, kept), given.values());
            if (kept != null && ending.kind() != Ending.Kind.PASSED) {
                kept.forEach(out::println);
            }
            return status(ending, help);
        } catch (ParameterException e) {
            return wrong(WrongWords.of(words.get(0), e), help);
        } catch (IllegalArgumentException e) {
            return wrong(String.valueOf(e.getMessage()), help);
        } catch (KguardException e) {
            return status(new Ending(Ending.Kind.NOT_JUDGED, String.valueOf(e.getMessage()), null), help);
        } catch (IOException e) {
            return status(new Ending(Ending.Kind.NOT_JUDGED, FileFault.of(e), null), help);
        }
    }

    private int status(Ending ending, String help) {
        if (ending.kind() == Ending.Kind.WRONG_USE) {
            return wrong(ending.message(), help);
        }
        if (!ending.message().isEmpty()) {
            out.flush();
            error.println(ConsoleText.lines(
                    ending.message().startsWith("kguard ") ? ending.message() : "kguard: " + ending.message()));
        }
        return ending.kind().status();
    }

    private int wrong(String message, String help) {
        error.println(ConsoleText.lines("kguard: " + message));
        error.println("See " + help);
        return Ending.Kind.WRONG_USE.status();
    }
}
