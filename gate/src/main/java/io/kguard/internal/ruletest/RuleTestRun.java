// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.program.LocalProgram;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.RuleTestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs a module's rule-test classes in a separate JVM, on the module's test class path.
 *
 * @param java the {@code java} program
 * @param classPath the module's test class path, including JUnit's launcher
 * @param testClasses the folder of the module's test classes
 * @param workingDirectory the module's folder; relative paths of the tests start there
 * @param properties system properties to pass on
 * @param timeoutMinutes the time limit of the tests
 */
public record RuleTestRun(
        Path java,
        List<Path> classPath,
        Path testClasses,
        Path workingDirectory,
        Map<String, String> properties,
        int timeoutMinutes) {
    private static final int MAX_PROBLEM = 20_000;

    /** Most code of rule tests runs too seldom for a second, better compiling, and a small heap needs no threads that collect. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /**
     * The result of the tests.
     *
     * @param checks the checks they made
     * @param problem why checks are missing; empty if none are
     */
    public record Outcome(List<CheckResult> checks, String problem) {
        public Outcome {
            checks = List.copyOf(checks);
        }
    }

    public RuleTestRun {
        classPath = List.copyOf(classPath);
        properties = Map.copyOf(properties);
    }

    /**
     * Whether a folder of classes has rule tests, including inherited ones.
     *
     * @throws IOException if it can't be read
     */
    public static boolean hasRuleTests(Path classes, List<Path> classPath) throws IOException {
        return !DeclaredRuleTests.in(classes, classPath).isEmpty();
    }

    /**
     * The tests in the class files.
     *
     * @param chosen which of them
     * @throws IOException if they can't be read
     */
    public List<DeclaredRuleTest> declared(Predicate<DeclaredRuleTest> chosen) throws IOException {
        return DeclaredRuleTests.in(testClasses, classPath).stream()
                .filter(chosen)
                .toList();
    }

    /**
     * Runs all tests, and compares those that ended with those in the class files.
     *
     * @throws IOException if the JVM can't be started
     */
    public Outcome run() throws IOException {
        return run(test -> true);
    }

    /**
     * Runs the tests, and compares those that ended with those in the class files.
     *
     * @param chosen the tests to run
     * @throws IOException if the JVM can't be started
     */
    public Outcome run(Predicate<DeclaredRuleTest> chosen) throws IOException {
        List<DeclaredRuleTest> all = DeclaredRuleTests.in(testClasses, classPath);
        List<DeclaredRuleTest> declared = all.stream().filter(chosen).toList();
        if (declared.isEmpty() && !all.isEmpty()) {
            return new Outcome(List.of(), "");
        }
        try (RuleTestFolder folder = RuleTestFolder.create()) {
            Path log = folder.file("log");
            Path output = folder.file("output");
            RuleTestProcess process = RuleTestProcess.start(
                    LocalProgram.of(command(folder, log, declared.size() == all.size() ? List.of() : declared))
                            .in(workingDirectory)
                            .writing(output),
                    folder);
            String breakOff = process.await(timeoutMinutes);
            RuleTestLedger ledger = new RuleTestLedger(RuleTestLog.read(log), breakOff);
            List<String> problems = ledger.problems();
            if (!ledger.isFinished() || process.exitStatus() != 0) {
                problems.add("The rule tests ended early: " + breakOff + ".\n" + text(output));
            }
            return new Outcome(
                    ledger.checks(declared), String.join("\n", problems).strip());
        }
    }

    /** The command that runs some tests; all if none is named. */
    private List<String> command(RuleTestFolder folder, Path log, List<DeclaredRuleTest> some) throws IOException {
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.add("-D" + RuleTestLog.PROPERTY + "=" + log);
        arguments.add("-cp");
        arguments.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        arguments.add("io.kguard.junit.RuleTestLauncher");
        arguments.add(testClasses.toString());
        if (!some.isEmpty()) {
            Path names = folder.file("chosen");
            Files.write(names, some.stream().map(DeclaredRuleTest::method).toList());
            arguments.add(names.toString());
        }
        Path file = folder.file("arguments");
        Files.write(
                file,
                arguments.stream()
                        .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .toList(),
                UTF_8);
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(QUICK_START);
        command.add("@" + file);
        return command;
    }

    private static String text(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), UTF_8).strip();
        return text.length() <= MAX_PROBLEM ? text : text.substring(text.length() - MAX_PROBLEM);
    }
}
