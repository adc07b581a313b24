package io.kguard.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.simulation.CheckLog;
import io.kguard.simulation.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a module's rule-test classes in a JVM of their own, on the module's test class path.
 *
 * @param java the {@code java} program
 * @param classPath the module's test class path, JUnit's launcher included
 * @param testClasses the folder of the module's test classes
 * @param workingDirectory the module's folder, which relative paths of the tests start from
 * @param properties system properties to pass on
 * @param timeoutMinutes how long the tests may take
 */
public record RuleTestRun(
        Path java,
        List<Path> classPath,
        Path testClasses,
        Path workingDirectory,
        Map<String, String> properties,
        int timeoutMinutes) {
    private static final String MARK = "Lio/kguard/junit/RuleTest;";
    private static final int MAX_PROBLEM = 20_000;

    /**
     * What the tests came to.
     *
     * @param checks the checks they made
     * @param problem why checks are missing; empty if none are
     */
    public record Outcome(List<CheckResult> checks, String problem) {
        /** Copies the list. */
        public Outcome {
            checks = List.copyOf(checks);
        }
    }

    /** Copies. */
    public RuleTestRun {
        classPath = List.copyOf(classPath);
        properties = Map.copyOf(properties);
    }

    /**
     * Whether a folder of classes has rule tests.
     *
     * @throws IOException if it can't be read
     */
    public static boolean hasRuleTests(Path classes) throws IOException {
        if (!Files.isDirectory(classes)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : all) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(MARK)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Runs them.
     *
     * @throws IOException if the JVM can't be started
     */
    public Outcome run() throws IOException {
        Path folder = Files.createTempDirectory("kguard-rule-tests");
        try {
            Path log = folder.resolve("checks");
            Path output = folder.resolve("output");
            Process process = new ProcessBuilder(command(folder, log))
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            String problem = await(process, output);
            return new Outcome(CheckLog.read(log), problem);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private List<String> command(Path folder, Path log) throws IOException {
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.add("-D" + CheckLog.PROPERTY + "=" + log);
        arguments.add("-cp");
        arguments.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        arguments.add("io.kguard.junit.RuleTestLauncher");
        arguments.add(testClasses.toString());
        Path file = folder.resolve("arguments");
        Files.write(
                file,
                arguments.stream()
                        .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .toList(),
                UTF_8);
        return List.of(java.toString(), "@" + file);
    }

    private String await(Process process, Path output) throws IOException {
        try {
            if (!process.waitFor(timeoutMinutes, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                return "The rule tests did not end within " + timeoutMinutes + " minutes and were stopped.\n"
                        + text(output);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return "The rule tests were interrupted.";
        }
        return process.exitValue() == 0 ? "" : "The rule tests broke off.\n" + text(output);
    }

    private static String text(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), UTF_8).strip();
        return text.length() <= MAX_PROBLEM ? text : text.substring(text.length() - MAX_PROBLEM);
    }
}
