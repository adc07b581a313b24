// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.console.Console;
import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.goal.Terminal;
import io.kguard.internal.goal.Workplace;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A folder and a terminal.
 *
 * @param folder the folder
 * @param in the standard input
 * @param out the standard output
 * @param error where warnings go
 * @param kept keeps what would be said, of which nothing is printed if nothing is wrong; null to say it
 */
record FolderWorkplace(
        Path folder,
        InputStream in,
        PrintStream out,
        PrintStream error,
        @Nullable List<String> kept) implements Workplace {
    @Override
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public Path report(String name) {
        return folder.resolve("target/kguard").resolve(name);
    }

    @Override
    public Optional<Path> furtherReport(String name) {
        return Optional.empty();
    }

    @Override
    public ClassLoader catalogue() {
        return FolderWorkplace.class.getClassLoader();
    }

    @Override
    public void say(String text) {
        if (kept == null) {
            out.println(ConsoleText.lines(text));
        } else {
            kept.add(ConsoleText.lines(text));
        }
    }

    @Override
    public void sayBeside(String text) {
        out.flush();
        if (kept == null) {
            error.println(ConsoleText.lines(text));
        } else {
            kept.add(ConsoleText.lines(text));
        }
    }

    @Override
    public void warn(String text) {
        error.println("WARNING " + ConsoleText.lines(text));
    }

    @Override
    public Console console(boolean allRows) {
        return Terminal.console(out, kept != null, true, allRows);
    }

    @Override
    public RuleTests ruleTests() {
        return new JavaRuleTests(folder, out);
    }

    @Override
    public Map<RuleScope, Thresholds> thresholds() {
        return Map.of();
    }

    @Override
    public Map<RuleScope, MutationThresholds> mutationThresholds() {
        return Map.of();
    }

    /** In a distribution, Java is in lib/runtime, and the program in bin. */
    @Override
    public Optional<Workplace.OwnProgram> program() {
        Path java = Path.of(System.getProperty("java.home")).toAbsolutePath();
        Path home = java.resolve("../..").normalize();
        Path program = home.resolve("bin/kguard");
        if (Files.isExecutable(program)) {
            return Optional.of(new Workplace.OwnProgram(List.of(program.toString()), List.of(home)));
        }
        List<Path> files = new ArrayList<>(List.of(java));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            files.add(Path.of(entry).toAbsolutePath());
        }
        return Optional.of(new Workplace.OwnProgram(
                List.of(
                        java.resolve("bin/java").toString(),
                        "-cp",
                        files.stream().skip(1).map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        Launcher.class.getName()),
                files));
    }

    @Override
    public RuleTestClasses testClasses() {
        return RuleTestClasses.NONE;
    }
}
