// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A test of an atomic's file.
 *
 * @param number its technique, and its place in the file
 * @param name its name
 * @param place the file and the line, for messages
 * @param platforms such as {@code linux} and {@code containers}
 * @param arguments the default of each input argument
 * @param prerequisites a command for each dependency, which fails if the dependency is missing
 * @param executor what it does
 */
record AtomicTest(
        TestNumber number,
        String name,
        String place,
        List<String> platforms,
        Map<String, String> arguments,
        List<String> prerequisites,
        Executor executor) {
    /**
     * How people name a test: {@code T1003.008-2}.
     *
     * @param technique the ATT&amp;CK technique of the file
     * @param index its place in the file, from 1
     */
    record TestNumber(String technique, int index) {
        @Override
        public String toString() {
            return technique + "-" + index;
        }
    }

    /**
     * The commands of a test.
     *
     * @param name what runs them, such as {@code sh}
     * @param command what the test does
     * @param cleanup what removes its traces; empty for nothing
     */
    record Executor(String name, String command, String cleanup) {
        /** The file names none. */
        static final Executor NONE = new Executor("", "", "");
    }

    private static final Set<String> PLATFORMS = Set.of("linux", "containers");
    private static final Set<String> SHELLS = Set.of("sh", "bash");
    private static final Pattern ARGUMENT = Pattern.compile("#\\{\\s*([^}\\s]+)\\s*}");
    private static final Pattern OF_THE_FOLDER = Pattern.compile("(?i)\\$?PathToAtomicsFolder");
    private static final Pattern KUBECTL = Pattern.compile("(?m)^\\s*(sudo\\s+)?kubectl\\s");

    AtomicTest {
        platforms = List.copyOf(platforms);
        arguments = Map.copyOf(arguments);
        prerequisites = List.copyOf(prerequisites);
    }

    String technique() {
        return number.technique();
    }

    /** How people name it. */
    String id() {
        return number.toString();
    }

    /** What it does. */
    String command() {
        return executor.command();
    }

    /** What removes its traces; empty for nothing. */
    String cleanup() {
        return executor.cleanup();
    }

    /** Why it can't be a scenario; empty if it can. */
    String refusal() {
        if (platforms.stream().noneMatch(PLATFORMS::contains)) {
            return "it is for " + (platforms.isEmpty() ? "no platform" : String.join(", ", platforms))
                    + ", not for Linux";
        }
        if (!SHELLS.contains(executor.name())) {
            return "its executor is " + (executor.name().isEmpty() ? "missing" : executor.name())
                    + "; kguard runs sh and bash";
        }
        if (command().isBlank()) {
            return "it has no command";
        }
        List<String> all = new ArrayList<>(prerequisites);
        all.addAll(List.of(command(), cleanup()));
        for (String script : all) {
            if (OF_THE_FOLDER.matcher(script).find()) {
                return "it needs files of the atomics' folder (PathToAtomicsFolder)";
            }
            Matcher argument = ARGUMENT.matcher(script);
            while (argument.find()) {
                if (!arguments.containsKey(argument.group(1))) {
                    return "its input argument " + argument.group(1) + " has no default";
                }
            }
        }
        if (usesKubectl() && !isKubectlOnly()) {
            return "it mixes kubectl with other programs; kguard runs kubectl outside of the pod";
        }
        return "";
    }

    /** Whether a command runs kubectl. */
    boolean usesKubectl() {
        return KUBECTL.matcher(command()).find() || KUBECTL.matcher(cleanup()).find();
    }

    private boolean isKubectlOnly() {
        return lines(command()).allMatch(AtomicTest::isPlainKubectl)
                && lines(cleanup()).allMatch(AtomicTest::isPlainKubectl);
    }

    private static Stream<String> lines(String script) {
        return script.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /** Whether a line is kubectl with arguments, and no shell is needed to understand it. */
    private static boolean isPlainKubectl(String line) {
        return line.startsWith("kubectl ") && !line.matches(".*[|&;<>`$(){}*?\\\\].*");
    }

    /** A script with the defaults of the input arguments. */
    String filled(String script) {
        return ARGUMENT.matcher(script)
                .replaceAll(match -> Matcher.quoteReplacement(arguments.getOrDefault(match.group(1), match.group())));
    }

    /** The lines of a script that are no comments. */
    List<String> linesOf(String script) {
        return lines(filled(script)).toList();
    }
}
