// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command of a step in a container.
 *
 * @param words the program and its arguments
 * @param step the number of the step, from 1, so that what is made for one is not in the way of another
 */
record CommandLine(List<String> words, int step) {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash");

    /** Runs the program $0 with the arguments $@. */
    private static final String SHELL = "sh";

    CommandLine {
        words = List.copyOf(words);
    }

    /** The command of a first step. */
    CommandLine(List<String> words) {
        this(words, 1);
    }

    /** A name of a file or folder that is made for this step. */
    String named(String name) {
        int end = name.lastIndexOf('.');
        return step == 1
                ? name
                : end < 0 ? name + "-" + step : name.substring(0, end) + "-" + step + name.substring(end);
    }

    String program() {
        return words.get(0);
    }

    /** The name of the program without its folder. */
    String programName() {
        return program().substring(program().lastIndexOf('/') + 1);
    }

    /** Whether the program makes exact system calls. */
    boolean isActor() {
        return program().equals(StandIns.ACTOR) || program().startsWith(StandIns.FOLDER + "/");
    }

    /** Whether it is a shell that most images have. */
    boolean isShell() {
        return SHELLS.contains(programName());
    }

    /**
     * The place of the file that the command is about: the last argument that is an absolute path. Empty if there is none,
     * or if the arguments are a shell's script.
     */
    Optional<Integer> file() {
        if (isShell() && words.contains("-c")) {
            return Optional.empty();
        }
        for (int i = words.size() - 1; i > 0; i--) {
            if (words.get(i).matches("(/[^/\\s]+)+")) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** This command with another word. */
    CommandLine with(int index, String word) {
        List<String> changed = new ArrayList<>(words);
        changed.set(index, word);
        return new CommandLine(changed, step);
    }

    /** This command with another program. */
    CommandLine withProgram(String path) {
        return with(0, path);
    }

    /** The words of this command behind those of another one, which runs it. */
    CommandLine after(String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.addAll(words);
        return new CommandLine(all, step);
    }

    /**
     * A shell that runs this command.
     *
     * @param script the script, in which {@code $0} is the program and {@code $@} are its arguments
     */
    CommandLine inShell(String script) {
        return after(SHELL, "-c", script);
    }
}
