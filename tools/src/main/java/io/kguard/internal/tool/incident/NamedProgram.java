// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.tool.alert.FalcoAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program that a process of an alert runs.
 *
 * @param path its file
 * @param arguments what follows its name in the command line
 */
record NamedProgram(String path, List<String> arguments) {
    static final NamedProgram UNKNOWN = new NamedProgram("/usr/bin/unknown", List.of());
    /** Starts what the alert does not name the parent of. */
    static final NamedProgram RUNTIME = new NamedProgram("/usr/bin/runc", List.of());

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final String RUNTIMES = "(runc|crun|conmon|containerd-shim|docker-init|tini).*";

    NamedProgram {
        arguments = List.copyOf(arguments);
    }

    /** The program that fields describe; empty if the alert has neither its path nor its name. */
    static Optional<NamedProgram> of(
            FalcoAlert alert,
            String pathField,
            String nameField,
            String exeField,
            String cmdlineField,
            String argsField) {
        Optional<String> cmdline = alert.field(cmdlineField);
        Optional<String> path = alert.field(pathField)
                .or(() -> alert.field(exeField).filter(exe -> exe.startsWith("/")))
                .or(() -> alert.field(nameField).map(NamedProgram::inUsrBin))
                .or(() -> cmdline.map(line -> inUsrBin(words(line).get(0))));
        List<String> arguments = alert.field(argsField)
                .map(NamedProgram::words)
                .or(() -> cmdline.map(line -> words(line).subList(1, words(line).size())))
                .orElse(List.of());
        return path.map(file -> new NamedProgram(file, arguments));
    }

    private static String inUsrBin(String name) {
        return name.startsWith("/") ? name : "/usr/bin/" + name;
    }

    private static List<String> words(String line) {
        return BLANKS.splitAsStream(line.strip()).toList();
    }

    /** Whether it starts containers. A process with such a parent is the first of a container, or of an exec. */
    boolean isRuntime() {
        return path.substring(path.lastIndexOf('/') + 1).matches(RUNTIMES);
    }

    /** Path and arguments. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(path);
        command.addAll(arguments);
        return command;
    }
}
