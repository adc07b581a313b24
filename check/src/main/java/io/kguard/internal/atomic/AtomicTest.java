// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param dependencies what it needs
 * @param executor what it does
 */
record AtomicTest(
        TestNumber number,
        String name,
        String place,
        List<String> platforms,
        Map<String, String> arguments,
        List<Dependency> dependencies,
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

    /**
     * Something that a test needs.
     *
     * @param check a command that fails if it is missing
     * @param get what gets it then; empty for nothing
     */
    record Dependency(String check, String get) {}

    private static final Set<String> PLATFORMS = Set.of("linux", "containers");
    private static final Set<String> SHELLS = Set.of("sh", "bash");
    private static final Pattern ARGUMENT = Pattern.compile("#\\{\\s*([^}\\s]+)\\s*}");
    private static final Pattern KUBECTL = Pattern.compile("(?m)^\\s*(sudo\\s+)?kubectl\\s");
    private static final Pattern NETWORK = Pattern.compile(
            "(?i)https?://|\\b(curl|wget|apt|apt-get|yum|dnf|apk|pkg|zypper|pacman|pip|pip3|gem|npm|snap|brew|docker|podman"
                    + "|go install|go get|git clone)\\b");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\\R\\s*");

    AtomicTest {
        platforms = List.copyOf(platforms);
        arguments = Map.copyOf(arguments);
        dependencies = List.copyOf(dependencies);
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

    /** Whether it is for machines that kguard has none of. */
    boolean isForeign() {
        return platforms.stream().noneMatch(PLATFORMS::contains);
    }

    /** Why it can't be a scenario; empty if it can. */
    String refusal() {
        if (isForeign()) {
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
        for (String script : Stream.concat(checks().stream(), Stream.of(command(), cleanup()))
                .toList()) {
            String missing = missingIn(script);
            if (!missing.isEmpty()) {
                return missing;
            }
        }
        return usesKubectl() ? kubectlRefusal() : "";
    }

    /** What a script needs that is not there; empty if nothing. */
    private String missingIn(String script) {
        Matcher argument = ARGUMENT.matcher(script);
        while (argument.find()) {
            if (!arguments.containsKey(argument.group(1))) {
                return "its input argument " + argument.group(1) + " has no default";
            }
        }
        return "";
    }

    /** The scripts in which it may name files of the atomics' folder. */
    List<String> scripts() {
        return Stream.concat(
                        Stream.of(command(), cleanup()),
                        needed().flatMap(it -> Stream.of(it.check(), canGet(it) ? it.get() : "")))
                .map(this::filled)
                .toList();
    }

    /** Whether a command runs kubectl. */
    boolean usesKubectl() {
        return KUBECTL.matcher(command()).find() || KUBECTL.matcher(cleanup()).find();
    }

    private String kubectlRefusal() {
        if (scripts().stream().anyMatch(AtomicFolder::isNamedIn)) {
            return "kubectl reads files of the atomics' folder";
        }
        for (String line : Stream.concat(lines(command()).stream(), lines(cleanup()).stream())
                .toList()) {
            Optional<KubectlLine> kubectl = KubectlLine.of(line);
            if (kubectl.isEmpty()) {
                return line.startsWith("kubectl ")
                        ? "only a shell can tell the words of: " + line
                        : "it mixes kubectl with other programs; kguard runs kubectl outside of the pod";
            }
            Optional<String> file = kubectl.get().file().filter(name -> !name.contains("://"));
            if (file.isPresent()) {
                return "kubectl reads " + file.get() + ", a file of the atomics' folder";
            }
        }
        return "";
    }

    /** The lines of a script, with the defaults of the input arguments, that are no comments. */
    private List<String> lines(String script) {
        return CONTINUED
                .matcher(filled(script))
                .replaceAll(" ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** What kubectl does in a script that runs nothing else. */
    List<KubectlLine> kubectlLines(String script) {
        return lines(script).stream()
                .map(line -> KubectlLine.of(line).orElseThrow())
                .toList();
    }

    /** The commands that fail if a dependency is missing. That there is a kubectl, kguard sees to. */
    private List<String> checks() {
        return needed().map(Dependency::check).toList();
    }

    private Stream<Dependency> needed() {
        return dependencies.stream().filter(it -> !(usesKubectl() && it.check().contains("kubectl")));
    }

    private boolean canGet(Dependency needed) {
        return !needed.get().isBlank()
                && missingIn(needed.get()).isEmpty()
                && !NETWORK.matcher(filled(needed.get())).find();
    }

    /** A script for each dependency: it looks for it, and gets it if that takes no network. */
    List<String> preparations() {
        return needed().map(it -> {
                    String check = filled(it.check()).strip();
                    return canGet(it)
                            ? "(\n" + check + "\n) || (\n" + filled(it.get()).strip() + "\n)"
                            : check;
                })
                .toList();
    }

    /** A script with the defaults of the input arguments. */
    String filled(String script) {
        return ARGUMENT.matcher(script)
                .replaceAll(match -> Matcher.quoteReplacement(arguments.getOrDefault(match.group(1), match.group())));
    }
}
